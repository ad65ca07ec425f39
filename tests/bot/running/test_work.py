"""Work that a stop waits for."""

import asyncio
import contextlib

from bot.running.work import Work, current


async def test_what_was_started_is_finished():
    done: list[str] = []
    work = Work(done.append)

    async def post(name: str) -> None:
        await asyncio.sleep(0.01)
        done.append(name)

    work.start(post("one"))
    work.start(post("two"))

    assert await work.drain(1) == 0
    assert done == ["one", "two"]
    assert len(work) == 0


async def test_what_work_starts_is_finished_too():
    done: list[str] = []
    work = Work(done.append)

    async def second() -> None:
        await asyncio.sleep(0.01)
        done.append("second")

    async def first() -> None:
        await asyncio.sleep(0.01)
        work.start(second())

    work.start(first())

    assert await work.drain(1) == 0
    assert done == ["second"]


async def test_what_takes_too_long_is_cancelled_and_counted():
    work = Work(print)
    work.start(asyncio.sleep(60))

    assert await work.drain(0.01) == 1
    assert len(work) == 0


async def test_what_is_cut_off_is_known_by_the_request_that_it_was_for():
    work = Work(print)

    async def answer(request: str) -> None:
        current.set(request)
        work.start(asyncio.sleep(60))

    await asyncio.gather(*(asyncio.create_task(answer(name)) for name in ("Ev1", "Ev2")))
    await work.drain(0.01)

    assert sorted(work.lost) == ["Ev1", "Ev2"]


async def test_what_somebody_does_not_want_to_wait_for_is_known_too():
    work = Work(print)
    work.start(asyncio.sleep(60))
    draining = asyncio.create_task(work.drain(60))
    await asyncio.sleep(0)

    draining.cancel()
    await asyncio.wait({draining})

    assert work.lost == ["?"]


async def test_what_fails_is_reported():
    reported: list[Exception] = []
    work = Work(reported.append)

    async def broken() -> None:
        raise ValueError("no")

    work.start(broken())
    await work.drain(1)

    assert [str(error) for error in reported] == ["no"]


class Told:
    """What was answered, by id."""

    def __init__(self, work: Work) -> None:
        self.answered: list[str] = []
        work.when_answered = self

    async def __call__(self, id: str) -> None:
        self.answered.append(id)


async def test_a_request_is_answered_once_all_that_was_started_for_it_is_done():
    work = Work(print)
    told = Told(work)

    async def first() -> None:
        await asyncio.sleep(0.01)
        work.start(asyncio.sleep(0.01))

    with work.held("1f"):
        work.start(first())
        await asyncio.sleep(0)
        work.start(asyncio.sleep(0))
    await asyncio.sleep(0.005)
    assert told.answered == []

    await work.drain(1)
    assert told.answered == ["1f"]
    assert len(work) == 0


async def test_a_request_for_which_nothing_is_started_is_answered_too():
    work = Work(print)
    told = Told(work)

    with work.held("1f"):
        pass
    with work.held(""):  # one that no store has
        pass

    await work.drain(1)
    assert told.answered == ["1f"]


async def test_a_request_that_breaks_or_is_cut_off_is_not_answered():
    work = Work(print)
    told = Told(work)

    with contextlib.suppress(ValueError), work.held("1f"):
        raise ValueError
    with work.held("2e"):
        work.start(asyncio.sleep(60))
    await work.drain(0.01)
    assert (told.answered, work.left, work.lost) == ([], ["2e"], [])

    with work.held("1f"):  # it comes again
        pass
    await work.drain(1)
    assert told.answered == ["1f"]
