"""A company that lives a plan: a public history, and between it what goes on in confidence, or (left out) does not."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot import (
    caseplaces,
    claiming,
    conversation,
    desklists,
    directory,
    ending,
    favour_answers,
    favours,
    places,
    reception,
    requests,
    surveys,
)
from bot.confidence import anonymous, consenting, excluding, links, looking, mediating, moves, steps, talking
from bot.deskbook import Deskbook
from bot.deskfile import read_desks
from bot.directory import Directory
from bot.drafts import Draft, type_name
from bot.entries import DESK, DETAILS, EXCLUDED, OTHER, TITLE, Entries
from bot.errors import Mistake
from bot.favours import Wish
from bot.helpdesk import Helpdesk
from bot.settings import Settings, read_settings
from bot.slack import Slack
from bot.views.anonymous import Entered, read_memory
from bot.views.requestform import Memory
from bot.work import Work
from handlers.demo.clock import MovableClock
from handlers.demo.company import DESKS
from storage.confidence import Case, Party, Step, StepKind
from storage.due import Survey
from storage.engine import Storage
from storage.favours import Favour
from storage.kinds import Rating, Standing, Urgency
from storage.tables import Channel, DeskChannel, Membership, Person
from tests.leaks.mailroom import Mailroom
from tests.leaks.plans import (
    ANA,
    BEN,
    BO,
    CY,
    EVERYBODY,
    FAVOUR_WORDS,
    GIL,
    HANA,
    LENA,
    NIA,
    OLGA,
    PIA,
    TITLES,
    Act,
    Opened,
    Plan,
    Secret,
)
from tests.world import KEY, MONDAY_MORNING

_TICK = timedelta(minutes=1)


class Company:
    """People and desks in a database, without Slack."""

    def __init__(self, storage: Storage, plan: Plan) -> None:
        self.plan, self.clock, self.mail = plan, MovableClock(MONDAY_MORNING), Mailroom(plan.watched)
        self.helpdesk = _helpdesk(storage, self.clock)
        self.told: dict[str, list[str]] = defaultdict(list)
        self.opened: dict[int, Opened] = {}
        self.members, self.lost = [CY, HANA], list[tuple[Opened, str, int]]()
        self.involved: set[str] = set()
        self.secrets: dict[str, str] = {}
        with storage.transaction() as session:
            session.add_all(_people())
            session.add_all(DeskChannel(desk=one, channel=f"C-{one}") for one in ("it", "hr", "design"))
            session.add(Channel(id="C-ask", name="ask-it", desk="it"))
            session.add_all(Membership(channel="C-hr", person=one) for one in self.members)
            session.add(Membership(channel="C-it", person=BO))
        self.helpdesk.plan()

    def lives(self, *, secretly: bool) -> None:
        """All of the plan, or all but what is secret; both take the same time."""
        for act in self.plan.acts:
            is_secret = self.plan.is_secret(act)
            if not is_secret:
                self.clock.advance_to(self.clock() + _TICK)
            if secretly or not is_secret:
                self._happens(act)
                self.mail.delivers(self.helpdesk)

    def _happens(self, act: Act) -> None:
        if act.of in self.opened:
            self._goes_on(act, self.opened[act.of], self.plan.cases[act.of])
        elif act.of >= 0:
            self._begin(act.of, self.plan.cases[act.of])
        else:
            IN_PUBLIC[act.what](self, act)

    def does(self, person: str, act: Callable[..., Any], *told: object) -> Any:
        """Somebody does something; what they are told if it can't be done."""
        try:
            with self.helpdesk.work() as work:
                return act(work, *told)
        except Mistake as mistake:
            self.told[person].append(described(mistake))
            return None

    # -- in public -----------------------------------------------------------------------------------------------

    def somebody_asks(self, act: Act) -> None:
        person, title = (ANA, BEN, PIA, OLGA, HANA)[act.who % 5], TITLES[act.n % len(TITLES)]
        draft = Draft(("it", "hr")[act.n % 2], title, "Please help.", tuple(Urgency)[act.n % 4])
        self.does(person, requests.open_request, person, draft)

    def an_agent_acts(self, act: Act) -> None:
        person, number = (BO, HANA, CY, LENA)[act.who % 4], 1 + act.n % 4
        match act.n % 5:
            case 0 | 1:
                self.does(person, claiming.claim, number, person)
            case 2:
                self.says(conversation.hear, places.card(number), person, "We have a look at it.")
            case 3:
                self.does(person, ending.resolve, number, person, "Done.")
            case _:
                self.does(person, claiming.hand_back, number, person)

    def who_asked_acts(self, act: Act) -> None:
        person, number = EVERYBODY[act.who % len(EVERYBODY)], 1 + act.n % 4
        match act.n % 3:
            case 0:
                self.says(conversation.hear, places.head(number), person, "It is still so.")
            case 1:
                self.does(person, ending.withdraw, number, person)
            case _:
                self.does(person, ending.reopen, number, person)

    def somebody_rates(self, act: Act) -> None:
        with self.helpdesk.looking() as work:
            asked = (col(Survey.asked_at).is_not(None), col(Survey.settled_at).is_(None))
            found = work.session.exec(select(Survey).where(*asked)).first()
        if found:
            person = (ANA, BEN, PIA, OLGA, HANA)[act.who % 5]
            self.does(person, surveys.rate, found.request, found.resolution, person, tuple(Rating)[act.n % 3])

    def somebody_opens_home(self, act: Act) -> None:
        person = EVERYBODY[act.who % len(EVERYBODY)]
        self.does(person, desklists.opened, person, f"opened:{self.clock()}")

    def nia_joins(self, _act: Act) -> None:
        with self.helpdesk.work() as work:
            directory.joined(work.session, "C-hr", NIA)
        self.members = [CY, HANA, NIA]

    def cy_leaves(self, _act: Act) -> None:
        with self.helpdesk.work() as work:
            work.session.get_one(Person, CY).is_active = False
        self.members = [one for one in self.members if one != CY]

    def time_passes(self, act: Act) -> None:
        for _ in range(1 + act.n % 3):
            self.clock.advance_to(self.clock() + timedelta(hours=(1, 5, 20)[act.who % 3], minutes=7))
            self.helpdesk.tick()
            self.mail.delivers(self.helpdesk)

    # -- in confidence -------------------------------------------------------------------------------------------

    def _goes_on(self, act: Act, case: Opened, secret: Secret) -> None:
        with self.helpdesk.looking() as work:
            agent = work.session.get_one(Case, case.ref).agent
        IN_CASES[act.what](self, case, secret, agent or _one(case.seeing, act.who) or HANA, act)

    def _begin(self, number: int, secret: Secret) -> None:
        self.involved |= {secret.asker} if number else set()
        asked = self._ask_nameless if secret.is_nameless else self._ask
        before = self._refs()
        asked(secret)
        new = self._refs() - before
        if new:
            hidden = {*secret.excluded, secret.other, None if secret.is_nameless else secret.asker}
            seeing = [one for one in (*self.members, LENA) if one not in hidden]
            self.opened[number] = Opened(new.pop(), {secret.asker, *seeing}, seeing)

    def _refs(self) -> set[str]:
        with self.helpdesk.looking() as work:
            return set(work.session.exec(select(Case.ref)))

    def _ask(self, secret: Secret) -> None:
        """By the form, as it stands in front of them once they have filled it in."""
        filled = {DESK: ["hr"], type_name("hr"): [secret.type], TITLE: [secret.title], DETAILS: [secret.words * 2]}
        filled |= {EXCLUDED: list(secret.excluded), OTHER: [secret.other] if secret.other else []}
        entries, asker = Entries(filled), secret.asker

        def send(work: Work) -> None:
            form = reception.go_on(work, asker, entries, Memory(), urgency_chosen=False)
            reception.take(work, asker, entries, Memory.load(form["private_metadata"]))

        self.does(asker, send)

    def _ask_nameless(self, secret: Secret) -> None:
        entered = Entered(links.new_secret(), "hr", secret.title, secret.excluded)

        def send(work: Work) -> None:
            form = anonymous.form(work, secret.asker, entered)
            pledge = read_memory(form["private_metadata"])["pledge"]
            anonymous.ask(work, self.helpdesk.rations, secret.asker, replace(entered, pledge=pledge))

        self.does(secret.asker, send)
        self.secrets[secret.words] = entered.secret

    def claims(self, case: Opened, _secret: Secret, _agent: str, act: Act) -> None:
        person = _one(case.seeing, act.who)
        if person:
            self.does(person, moves.claim, case.ref, person)

    def looks(self, case: Opened, _secret: Secret, _agent: str, act: Act) -> None:
        person = _one(case.seeing, act.who)
        if person:
            self.does(person, looking.open_case, case.ref, person)

    def who_asked_writes(self, case: Opened, secret: Secret, _agent: str, act: Act) -> None:
        if secret.is_nameless:
            self.does(
                secret.asker, anonymous.write, secret.asker, self.secrets[secret.words], str(act.who), secret.words
            )
        else:
            self.says(talking.hear, caseplaces.party(case.ref, 0), secret.asker, f"Once more {secret.words}")

    def agent_writes(self, case: Opened, secret: Secret, agent: str, act: Act) -> None:
        with self.helpdesk.looking() as work:
            turn = work.session.get_one(Case, case.ref).turn
        note = "🔒 " if act.who % 3 == 0 else ""
        for n in (0, 1):
            self.says(talking.hear, caseplaces.agent(case.ref, n, turn), agent, f"{note}Seen: {secret.words}")

    def hands_on(self, case: Opened, secret: Secret, agent: str, act: Act) -> None:
        to = _one(case.seeing, act.who)
        if to and act.who % 2:
            self.does(agent, moves.hand_over, case.ref, agent, to, f"Please: {secret.words}")
        else:
            self.does(agent, moves.hand_back, case.ref, agent)

    def ends(self, case: Opened, secret: Secret, agent: str, act: Act) -> None:
        if act.who % 4:
            self.does(agent, moves.resolve, case.ref, agent, f"Solved {secret.words}")
        else:
            self.does(secret.asker, moves.withdraw, case.ref, secret.asker)

    def is_opened_again(self, case: Opened, secret: Secret, _agent: str, _act: Act) -> None:
        self.does(secret.asker, moves.reopen, case.ref, secret.asker)

    def is_kept_from(self, case: Opened, secret: Secret, _agent: str, act: Act) -> None:
        """Whoever asked has somebody excluded who could see it until now."""
        person = _one(case.seeing, act.who)
        if person and self.does(secret.asker, excluding.exclude, case.ref, secret.asker, [person]):
            case.seeing.remove(person)
            self.mail.delivers(self.helpdesk)
            self.lost.append((case, person, len(self.mail.sent_to(person))))

    def a_step_is_proposed(self, case: Opened, secret: Secret, agent: str, act: Act) -> None:
        kind = tuple(StepKind)[act.who % len(StepKind)]
        person = next((one for one in (NIA, BO) if one in self.members and one != self.plan.outsider), None)
        self.does(agent, steps.propose, case.ref, agent, steps.Plan(kind, f"At noon: {secret.words}", person))

    def all_agree(self, case: Opened, _secret: Secret, _agent: str, act: Act) -> None:
        open_steps = select(Step).where(Step.case == case.ref, col(Step.settled_at).is_(None))
        with self.helpdesk.looking() as work:
            found = work.session.exec(open_steps).all()
            parties = work.session.exec(select(Party).where(Party.case == case.ref)).all()
        answer = consenting.agree if act.who % 4 else consenting.decline
        for step in found if act.who % 4 else ():
            case.insiders.add(NIA if step.kind is StepKind.ADD_READER else PIA)
            case.seeing += [NIA] if step.kind is StepKind.ADD_READER and NIA not in case.seeing else []
        for step in found:
            for one in parties:
                if one.n in step.parties and one.person:
                    self.does(one.person, answer, step.id, one.person)

    def the_other_one_answers(self, case: Opened, secret: Secret, _agent: str, act: Act) -> None:
        if secret.other in case.insiders:
            self.does(secret.other, mediating.join if act.who % 3 else mediating.leave, case.ref, secret.other)
            self.says(talking.hear, caseplaces.party(case.ref, 1), secret.other, f"I say {secret.words}")

    # -- between colleagues --------------------------------------------------------------------------------------

    def a_favour_goes_on(self, act: Act) -> None:
        with self.helpdesk.looking() as work:
            found = work.session.exec(select(Favour)).all()
        if not found or act.n % 4 == 0:
            self.involved |= {ANA, BEN}
            self.does(ANA, favours.ask, ANA, Wish(BEN, f"{FAVOUR_WORDS} banner", details=FAVOUR_WORDS))
        elif act.n % 4 == 1:
            self.does(BEN, favour_answers.accept, found[-1].number, BEN, "2026-03-20")
        else:
            self.does(
                BEN, favour_answers.done if act.n % 4 == 2 else favour_answers.propose_form, found[-1].number, BEN
            )

    def says(self, hear: Callable[..., object], root: str, person: str, text: str) -> None:
        """Somebody writes in a thread, if it is there."""
        with self.helpdesk.storage.reading() as session:
            said = self.mail.takes(session, self.clock(), root, person, text)
        if said:
            self.does(person, hear, said)

    @property
    def strangers(self) -> list[str]:
        """Who may not have learned of anything secret."""
        told = self.involved.union(*(one.insiders for n, one in self.opened.items() if n > 0))
        return [one for one in EVERYBODY if one not in told]


CaseAct = Callable[[Company, Opened, Secret, str, Act], None]
IN_CASES: Mapping[str, CaseAct] = {
    one.__name__: one
    for one in (
        Company.claims,
        Company.looks,
        Company.who_asked_writes,
        Company.agent_writes,
        Company.hands_on,
        Company.ends,
        Company.is_opened_again,
        Company.is_kept_from,
        Company.a_step_is_proposed,
        Company.all_agree,
        Company.the_other_one_answers,
    )
}
"""What happens in a case; whatever comes first is that it is asked."""
IN_PUBLIC: Mapping[str, Callable[[Company, Act], None]] = {
    one.__name__: one
    for one in (
        Company.somebody_asks,
        Company.an_agent_acts,
        Company.who_asked_acts,
        Company.somebody_rates,
        Company.somebody_opens_home,
        Company.nia_joins,
        Company.cy_leaves,
        Company.time_passes,
        Company.a_favour_goes_on,
    )
}


def described(mistake: Mistake) -> str:
    """A mistake with all that it says."""
    return f"{type(mistake).__name__} {mistake.values} {getattr(mistake, 'fields', '')}"


def _one(some: Sequence[str], which: int) -> str | None:
    return some[which % len(some)] if some else None


def _people() -> list[Person]:
    return [
        Person(
            id=one,
            name=one[1:].rstrip("01").capitalize(),
            email=f"{one.casefold()}@acme.example",
            locale="de-DE" if one in (ANA, CY) else "en-US",
            time_zone="Europe/Berlin",
            standing=Standing.GUEST if one == GIL else Standing.MEMBER,
        )
        for one in EVERYBODY
    ]


def _helpdesk(storage: Storage, now: Callable[[], datetime]) -> Helpdesk:
    """A help desk that calls no Slack."""
    desks = read_desks(DESKS).change(lambda one: replace(one, leads=(LENA,)))
    slack, book = Slack("xoxb-1"), Deskbook(storage, desks)
    known = Directory(storage, slack, book.now_in_force, "Department")
    return Helpdesk(storage, SETTINGS, book, known, now=now, wake=lambda: None, workspace_url="https://acme.slack.com")


SETTINGS = read_settings(
    Settings,
    _env_file=None,
    slack_bot_token="xoxb-1",
    slack_app_token="xapp-1",
    helpdesk_keys=KEY,
    helpdesk_operators=OLGA,
)
