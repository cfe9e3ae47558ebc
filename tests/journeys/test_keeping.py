"""The demo is closed and opened again: everything is where it was, and goes on."""

from pathlib import Path

import pytest

from handlers.demo.stage import START, Stage, is_kept, keep_in, raised_in


def asks(stage: Stage, title: str) -> None:
    ana = stage.company.people["ana"]
    ana.types(f"/helpdesk {title}", stage.company.channels["general"])
    ana.fills({"desk": "it"})
    ana.submits()
    stage.settle()


def cards(stage: Stage) -> list[str]:
    bo, desk = stage.company.people["bo"], stage.company.channels["it-help"]
    return [message.plain.splitlines()[0] for message in bo.messages(desk) if message.buttons]


def test_a_kept_company_goes_on_where_it_was_left(tmp_path: Path) -> None:
    with raised_in(tmp_path, start=START) as stage:
        asks(stage, "laptop won't start")
        keep_in(tmp_path, stage)
        url, now = stage.company.server.url, stage.company.clock()

    with raised_in(tmp_path, start=START) as stage:
        assert (stage.company.server.url, stage.company.clock()) == (url, now)
        bo = stage.company.people["bo"]
        bo.presses("Claim", on=bo.messages(stage.company.channels["it-help"])[-1])
        asks(stage, "projector stays dark")
        assert cards(stage) == ["*#1 · laptop won't start*", "*#2 · projector stays dark*"]
        assert any("🔵" in message.plain for message in bo.messages(stage.company.channels["it-help"]))


def test_a_company_that_was_never_kept_leaves_no_half_of_itself(tmp_path: Path) -> None:
    with raised_in(tmp_path, start=START) as stage:
        asks(stage, "laptop won't start")
    assert not is_kept(tmp_path)

    with raised_in(tmp_path, start=START) as stage:
        asks(stage, "projector stays dark")
        assert cards(stage) == ["*#1 · projector stays dark*"]


def test_a_kept_company_is_open_only_once(tmp_path: Path) -> None:
    with raised_in(tmp_path, start=START) as stage:
        keep_in(tmp_path, stage)
        with pytest.raises(OSError, match="in use"), raised_in(tmp_path, start=START):
            pass
