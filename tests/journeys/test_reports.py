"""Ask any time: /helpdesk report, its files and the command line, all with the numbers of the digest."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.desks import Desks
from handlers import reportcli
from handlers.demo.company import DESKS
from sandbox.forms import Spot
from sandbox.seen import SeenMessage
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import World, crosswise, opened

TUESDAY_TEN = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # 10:00 in Berlin
NUMBERS = ("*4* new", "*2* open", "*First answers:*", "*Resolutions:*", "*Satisfaction:*")


def report(lead: Colleague, typed: str = "") -> SeenMessage:
    """What the bot answers to who asks for a report."""
    assert lead.types(f"/helpdesk report {typed}") == ""
    return lead.person.ephemerals(lead.world.channel("general"))[-1]


def files(lead: Colleague) -> dict[str, bytes]:
    """The files in somebody's DM with the bot, by their names."""
    world = lead.world.company.workspace.world
    shared = [file for message in lead.person.messages(lead.dm) for file in message.files]
    return {file["name"]: world.files[file["id"]].content for file in shared}


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


@crosswise
def test_a_lead_reads_the_same_numbers_in_the_digest_in_slack_in_files_and_on_the_command_line(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ana, ben, bo, lena = meet(world, "ana", "ben", "bo", "lena")
    for title in ("=1+1", "two", "three"):
        ana.asks(title, urgency="blocked" if title == "two" else "low")
    ben.asks("four", urgency="low")
    world.pass_time(minutes=20)
    bo.resolves(1)
    bo.resolves(4)
    world.pass_time(minutes=35)
    ana.rates(1, "😀")
    world.move_clock(TUESDAY_TEN)

    (digest,) = [letter for letter in lena.mail() if NUMBERS[0] in letter]
    told = [line for line in digest.splitlines() if line.startswith(NUMBERS)]
    assert len(told) == len(NUMBERS)

    answer = report(lena, "IT yesterday")
    text = lena.reads(answer).splitlines()
    assert text[0] == "*IT* · Mar 2, 2026"
    assert [line for line in text if line.startswith(NUMBERS)] == told
    assert "data_visualization" in [block["type"] for block in answer.blocks]

    assert "on their way" in lena.presses("CSV", answer) + lena.whispers("general")[-1]
    lena.presses("Excel", answer)
    sent = files(lena)
    assert list(sent) == [f"it_2026-03-02_2026-03-02{end}" for end in ("_numbers.csv", "_requests.csv", ".xlsx")]
    numbers = rows(sent["it_2026-03-02_2026-03-02_numbers.csv"])
    values = {name: (now, before) for name, now, before in numbers}
    expected = {"New": "4", "Reopened": "0", "Resolved": "2", "Open at the end": "2", "Ratings": "1", "Ratings 😀": ""}
    assert {name: values[name][0] for name in expected} == expected
    assert values["First answer, median in working minutes"] == ("20", "")
    assert "*20 min*" in told[2]
    assert f"{values['First answers in time, %'][0]} %" in told[2]

    head, *requests = rows(sent["it_2026-03-02_2026-03-02_requests.csv"])
    assert [row[1] for row in requests] == ["'=1+1", "two", "three", "four"]
    for name in ("New", "Reopened", "Resolved"):
        assert str(sum(int(row[head.index(name)]) for row in requests)) == values[name][0]

    with ZipFile(BytesIO(sent["it_2026-03-02_2026-03-02.xlsx"])) as book:
        sheets = [book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2, 3)]
    in_book = [name for name, values_of in values.items() if f"<t>{name}</t>" in sheets[0]]
    assert in_book == list(values)
    assert "<t>=1+1</t>" in sheets[2]

    monkeypatch.setenv("DATABASE_URL", world.database_url)
    monkeypatch.setenv("HELPDESK_DESKS", str(DESKS))
    monkeypatch.setenv("COLUMNS", "120")
    reportcli.show(
        "it yesterday", TUESDAY_TEN, zone="Europe/Berlin", csv=tmp_path / "it.csv", xlsx=tmp_path / "it.xlsx"
    )
    assert (tmp_path / "it.csv").read_bytes() == sent["it_2026-03-02_2026-03-02_numbers.csv"]
    assert (tmp_path / "it-requests.csv").read_bytes() == sent["it_2026-03-02_2026-03-02_requests.csv"]
    assert (tmp_path / "it.xlsx").stat().st_size
    printed = [line.strip("│ ").split("│") for line in capsys.readouterr().out.splitlines() if "│" in line]
    shown = {name.strip(): now.strip() for name, now, _ in printed}
    assert {name: now.replace("–", "") for name, now in shown.items()} == {name: values[name][0] for name in shown}


def led_by(desks: Desks) -> Desks:
    """IT and design are lena's, HR, which is confidential, is hana's."""
    leads = {"it": "lena", "hr": "hana", "design": "lena"}
    return desks.change(lambda one: replace(one, leads=(f"{leads[one.key]}@acme.example",)))


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_reports_are_for_leads_who_turn_from_one_of_their_desks_to_the_next(databases: Databases) -> None:
    with databases.fresh() as url, opened(url, sockets=False, desks=led_by) as world:
        ana, bo, lena, hana = meet(world, "ana", "bo", "lena", "hana")
        bo.asks("my salary", desk="hr")
        world.pass_time(minutes=5)

        for typed in ("report", "report yesterday", "report it", "bericht Personal letzte Woche"):
            assert ana.types(f"/helpdesk {typed}") == "Berichte sind für die Leitung eines Teams."
        for typed in ("hr", "HR last week", "last week hr"):
            assert lena.types(f"/helpdesk report {typed}") == "Reports are for the leads of a desk."
        assert bo.types("/helpdesk report a stolen laptop") == ""
        assert bo.field("title") == "report a stolen laptop"
        bo.person.closes_modal()

        assert "I can't tell which time “a stolen laptop” is." in lena.types("/helpdesk report a stolen laptop")
        (*_, asked) = lena.person.ephemerals(world.channel("general"))
        lena.presses("Ask for help", asked)
        assert lena.field("title") == "report a stolen laptop"
        lena.person.closes_modal()
        assert "“December 2027” has not begun yet." in lena.types("/helpdesk report it December 2027")

        answer = report(lena)
        assert lena.reads(answer).startswith("*IT* · Mar 2, 2026\n*0* new (±0)")
        assert "Not over yet" in lena.reads(answer)
        lena.person.chooses(Spot(answer.blocks[-2]["block_id"], "report_desk"), "Design team", on=answer)
        world.settle()
        assert [line.split("\n")[0] for line in lena.whispers("general")[-1:]] == ["*Design team* · Mar 2, 2026"]

        own = report(hana)
        assert hana.reads(own).startswith("*Personal* · 2. März 2026\n*1* neu (+1)")
        assert own.buttons == ("CSV", "Excel")
        assert "report_desk" not in str(own.blocks)

        ana.asks("my boss", desk="it")
        bo.chooses("Another desk", 2)
        bo.sends(desk="hr")
        world.pass_time(minutes=1)
        lena.presses("CSV", report(lena, "it today"))
        (found,) = [content for name, content in files(lena).items() if name.endswith("_requests.csv")]
        assert rows(found)[1][:5] == ["2", "", "", "", "1"], "what it is about is HR's by now"
