"""Pictures that are counted and sized in one breath."""

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    ("said", "count", "size"),
    [
        ("4 images of 1920x1080 per prompt", 4, (1920, 1080)),
        ("10 images of 1024x1024", 10, (1024, 1024)),
        ("3 pictures at 1080p per request", 3, (1920, 1080)),
        ("4 images per prompt at 1080p", 4, (1920, 1080)),
        ("4 imagens de 1920x1080 por pedido", 4, (1920, 1080)),
    ],
)
def test_count_and_size_are_both_read(said, count, size):
    question = parse(f"qwen2.5 vl 7b on A10G, {said}, 16k context, 8 users")

    assert question.engine is not None
    assert (question.engine.images_per_prompt, question.engine.image_size) == (count, size)
    assert question.unused == ()
    assert [named.gpu.id for named in question.gpus] == ["a10g"]
