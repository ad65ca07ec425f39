"""People, and how many of them ask at the same time."""

import pytest

from core.question.parser import parse

MODEL = "llama 3.1 8b fp16, 4k"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("300 employees, maybe 30 at once", 30),
        ("team of 12, 3 at once", 3),
        ("120 agents, of whom perhaps 15 type at the same moment", 15),
        ("1,500 employees across 6 sites, at most 80 to be online at any one time", 80),
        ("2.000 funcionários mas o pico de acesso simultâneo é de 100", 100),
        ("são 3 filiais, 60 pessoas cada, e só 12 acessam ao mesmo tempo", 12),
        ("900 students with a peak of 45", 45),
        ("450 staff; at most 12 of them use it", 12),
        ("300 users in total, never more than 30 at once", 30),
        ("500 customers, 20 of whom are active", 20),
        ("500 DAU but real concurrency is maybe 25", 25),
        ("2000 registered users, 40 at peak", 40),
        ("busiest hour: 25, otherwise nobody of the 400 people", 25),
    ],
)
def test_the_number_that_asks_at_once_counts_and_the_people_do_not(said, number):
    question = parse(f"{said}: {MODEL}")

    assert question.sequences.magnitude == number
    assert question.context_length.magnitude == 4096


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("5 % of 600 employees active", 30),
        ("1,200 seats, about 5% active at any moment", 60),
        ("uns 5% dos 600 colaboradores ao mesmo tempo", 30),
        ("300 employees, about a tenth at the same time", 30),
        ("our 200 engineers, one in ten of them online at once", 20),
        ("450 people here, at peak maybe 1 in 10 is chatting", 45),
        ("90 people here, at peak 1 in 3 are typing", 30),
        ("metade dos 40 alunos ao mesmo tempo", 20),
        ("0.5% of 40,000 customers at the same moment", 200),
        ("15 percent of 200 call center seats active", 30),
        ("3% of 10 people at once", 1),
    ],
)
def test_a_share_of_people_is_so_many_and_that_is_said(said, number):
    question = parse(f"{said}: {MODEL}")

    assert question.sequences.magnitude == number
    assert "reading.share" in [note.key for note in question.assumed]


def test_the_people_beside_a_number_at_once_are_named():
    assert parse(f"300 employees, maybe 30 at once: {MODEL}").unused == ("300 employees",)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("30 users at the same time", 30),
        ("300 employees", 300),
        ("300 employees at once", 300),
        ("16 concurrent users", 16),
        ("compare 8 users and 16 concurrent users", 8),
        ("8 users, 20% headroom", 8),
        ("8 users, and 2 models at the same time", 8),
        ("8 users, all at once on 2 H100", 8),
        ("2 of them, and 8 users", 8),
    ],
)
def test_near_misses_keep_the_number_that_was_said(said, number):
    assert parse(f"{said}: {MODEL}").sequences.magnitude == number


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("3 teams of 10 people", 30),
        ("4 teams of 15 ppl, half of everyone logged in and chatting at peak", 30),
        ("two shifts of 40 operators, only one shift is on the floor at a time", 40),
        ("3 classes of 28 pupils, only one class in the lab at a time, they all type at once", 28),
        ("duas turmas de 25 alunos, só uma turma de cada vez", 25),
    ],
)
def test_groups_of_people_are_all_of_them_or_one_group(said, number):
    question = parse(f"{said}: {MODEL}")

    assert question.sequences.magnitude == number


@pytest.mark.parametrize(
    "said", ["about 1.2k monthly actives", "500 DAU", "2000 registered users", "3000 daily users"]
)
def test_of_members_nothing_is_known_at_once(said):
    question = parse(f"{MODEL}, {said}")

    assert question.sequences is None
    assert any(map(said.endswith, question.unused))
