"""
Tensor parallelism on AWS's chips counts logical NeuronCores.

AWS Neuron documentation, neuron-features/logical-neuroncore-config and training/best-practices
(2.29): a Trainium2 has eight physical cores, which LNC 2, the default, joins two by two, so that
the 16 chips of a trn2.48xlarge are 64 ranks. Trainium and Inferentia2 have two cores each.
"""

from core.catalog.gpu import GPU

LOGICAL_CORES = {"trainium1": 2, "trainium2": 4, "trainium3": 4, "inferentia2": 2}


def ranks_of(gpu: GPU, chips: int) -> int:
    """The tensor-parallel size that a command names for so many cards."""
    return chips * LOGICAL_CORES.get(gpu.id, 1)
