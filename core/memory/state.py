"""
What recurrent layers keep for each sequence, however long it is.

    Mamba-2          convolution (inner + 2 groups d_state) (k - 1)
                     state heads x head_dim x d_state
    gated DeltaNet   convolution (2 d_k n_k + d_v n_v) (k - 1)
                     state n_v x d_v x d_k
    KDA              convolution 3 H d (k - 1)
                     state H x d^2

The catalogue holds the two counts; both are split over tensor-parallel ranks by heads. In how many
bytes an engine keeps them, its own file says (`StateBytes`).
"""

from typing import NamedTuple

from core.catalog.model import LinearState


class StateBytes(NamedTuple):
    """Of one element of the convolution, and of the state."""

    convolution: int = 2
    state: int = 4


USUAL = StateBytes()


def state_per_layer(
    linear: LinearState, tensor_parallel_size: int = 1, widths: StateBytes = USUAL
) -> float:
    """
    One layer's state of one sequence on one rank: bytes.

    Nemotron 3 Nano: 18,432 x 2 + 524,288 x 4 = 2,134,016 bytes.
    """
    whole = linear.conv_elements * widths.convolution + linear.state_elements * widths.state
    return whole / tensor_parallel_size
