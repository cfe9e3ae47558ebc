"""Routing: a table of rules, what is asked, and which rule decides."""

import pytest

from bot.fields import Answers
from bot.routing import Asked, Rule, route
from storage.kinds import Urgency

SALARY = Rule(words=("salary", "Gehalt"), desk="hr")
OUTAGE = Rule(words=("vpn down", "no internet"), desk="it", urgency=Urgency.BLOCKED)
SAP = Rule(types=("it/access",), answers={"system": ("sap", "bw")}, agents=("bo@acme.example",))
ANY_ACCESS = Rule(types=("access",), urgency=Urgency.HIGH)
SALES_LAPTOPS = Rule(words=("laptop",), departments=("Sales", "Vertrieb"), agents=("cy@acme.example",), desk="it")
ASK_IT = Rule(channels=("C0ASKIT", "C0HELP"), desk="it")
RULES = (SALARY, OUTAGE, SAP, ANY_ACCESS, SALES_LAPTOPS, ASK_IT)
ON_SAP: Answers = {"system": ["sap"], "since": ["2026-11-23"]}


@pytest.mark.parametrize(
    ("asked", "decides"),
    [
        # words: whole ones, in whatever inflection and case
        (Asked("My salary is wrong"), SALARY),
        (Asked("Zwei Fragen zu GEHÄLTERN: Gehalts, wann?"), SALARY),
        (Asked("the VPN is down again"), OUTAGE),
        (Asked("is the vpn slow, or down?"), None),
        (Asked("no internets in Hamburg"), OUTAGE),
        (Asked("internet? no"), None),
        (Asked("<https://acme.example/salary>"), None),
        (Asked(""), None),
        # the first that matches decides, whatever matches later
        (Asked("vpn down, and my salary is late"), SALARY),
        (Asked("no internet", channel="C0ASKIT"), OUTAGE),
        (Asked("printer jams", channel="C0ASKIT"), ASK_IT),
        (Asked("printer jams", channel="C0HELP"), ASK_IT),
        (Asked("printer jams", channel="C0OTHER"), None),
        # what the person chose stands: a rule that leads elsewhere is passed over
        (Asked("My salary is wrong", desk="hr"), SALARY),
        (Asked("The salary program crashes", desk="it"), None),
        (Asked("vpn down, and my salary is late", desk="it"), OUTAGE),
        (Asked("printer jams", channel="C0ASKIT", desk="design"), None),
        # a type alone is that of any desk, "it/access" that of one
        (Asked("sap", desk="it", type="access", answers=ON_SAP), SAP),
        (Asked("sap", desk="hr", type="access", answers=ON_SAP), ANY_ACCESS),
        (Asked("figma", desk="it", type="access", answers={"system": ["figma"]}), ANY_ACCESS),
        (Asked("figma", desk="it", type="hardware", answers=ON_SAP), None),
        # answers: one of several values is enough, an unanswered question is none
        (Asked("both", desk="it", type="access", answers={"system": ["figma", "BW"]}), SAP),
        (Asked("none", desk="it", type="access", answers={"system": []}), ANY_ACCESS),
        (Asked("none", desk="it", type="access"), ANY_ACCESS),
        # every condition of a rule must hold
        (Asked("new laptops", department="sales"), SALES_LAPTOPS),
        (Asked("new laptops", department=" Vertrieb "), SALES_LAPTOPS),
        (Asked("new laptops", department="Legal"), None),
        (Asked("new laptops", department=""), None),
        (Asked("new laptops"), None),
        (Asked("new chairs", department="Sales"), None),
    ],
)
def test_the_first_rule_whose_conditions_all_hold_decides(asked: Asked, decides: Rule | None) -> None:
    assert route(RULES, asked) is decides


def test_a_type_that_nobody_chose_is_not_the_type_none() -> None:
    rules = [Rule(types=("none", "it/none"), desk="it")]

    assert route(rules, Asked("anything", desk="it")) is None
    assert route(rules, Asked("anything", desk="it", type="none")) is rules[0]


def test_without_rules_nothing_is_decided() -> None:
    assert route((), Asked("My salary is wrong")) is None
