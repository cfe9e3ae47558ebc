"""What is said of a step: the question to each who is asked, how it stands for the agent, and what comes of it."""

from bot import caseplaces
from bot.confidence import cases, telling
from bot.mrkdwn import escape, mention
from bot.outbox import Post, Update
from bot.places import InThread, ToGroup, ToPerson
from bot.views import steps as views
from bot.views.steps import Outcome, Proposal
from bot.work import Work
from storage.confidence import Case, Step, StepKind, Trace


def asked(work: Work, case: Case, step: Step) -> None:
    """Ask each of them, in their own conversation, and show the agent that it is asked."""
    for n in step.parties:
        place, root = caseplaces.asked(case.ref, number(step), n), caseplaces.party(case.ref, n)
        drawing = _question(work, case, step, n)
        work.send(place, root, Post(InThread(root), drawing.text, drawing.blocks, place=place))
    shown(work, case, step)


def shown(work: Work, case: Case, step: Step) -> None:
    """Show the agent who has the case how a step stands, in their thread with who asked."""
    place, root = caseplaces.proposed(case.ref, number(step), case.turn), caseplaces.agent(case.ref, 0, case.turn)
    drawing = _for_agent(work, case, step, Outcome.AGREED if step.is_agreed else None)
    work.send(place, root, Post(InThread(root), drawing.text, drawing.blocks, place=place))


def answered(work: Work, case: Case, step: Step, n: int) -> None:
    """Show a party what they have answered; nobody else learns of it."""
    question = _question(work, case, step, n)
    work.send(f"{question.place}:answered", caseplaces.party(case.ref, n), question)


def settled(work: Work, case: Case, step: Step, outcome: Outcome) -> None:
    """There is nothing left to press: neither for those who were asked, nor for the agent."""
    for n in step.parties:
        question = _question(work, case, step, n, outcome)
        work.send(f"{question.place}:settled", caseplaces.party(case.ref, n), question)
    if case.agent:
        shown_as = _for_agent(work, case, step, outcome)
        work.send(f"{shown_as.place}:settled", caseplaces.agent(case.ref, 0, case.turn), shown_as)


def done(work: Work, case: Case, step: Step) -> None:
    """All have agreed: each reads in their own conversation what comes of it, and so does the agent."""
    for n in step.parties:
        proposal, words = _proposal(work, case, step, n), work.words_of(_person(work, case, n))
        place, root = caseplaces.asked(case.ref, number(step), n), caseplaces.party(case.ref, n)
        message = Post(InThread(root), views.done_text(proposal, words), views.done(proposal, words))
        work.send(f"{place}:done", root, message)
    agent, words = _proposal(work, case, step), work.words_of(case.agent or "")
    _tell_agent(work, case, step, Post(_thread(case), views.done_text(agent, words), views.done(agent, words)))


def declined(work: Work, case: Case, step: Step, by: int) -> None:
    """It does not happen: the agent hears so, and who was asked beside whoever said no; neither hears who or why."""
    for n in step.parties:
        if n != by:
            taken_back(work, case, step, n)
    words = work.words_of(case.agent or "")
    text = views.not_now(_proposal(work, case, step), words)
    _tell_agent(work, case, step, Post(_thread(case), text))


def taken_back(work: Work, case: Case, step: Step, n: int) -> None:
    """A party hears that a step does not happen for now, in the same words whoever wanted it so."""
    root, words = caseplaces.party(case.ref, n), work.words_of(_person(work, case, n))
    key = f"{caseplaces.asked(case.ref, number(step), n)}:not_now"
    work.send(key, root, Post(InThread(root), views.not_now(_proposal(work, case, step, n), words)))


def invited(work: Work, case: Case, trace: Trace) -> None:
    """The other one gets the head of a conversation of their own."""
    telling.head(work, case, cases.party(work, case, 1), trace)


def met(work: Work, case: Case, step: Step) -> None:
    """The agent and both parties get a group DM, which begins with the time and place."""
    parties = [_person(work, case, n) for n in step.parties]
    people = [case.agent or "", *parties]
    languages = {work.words_of(one).language: work.words_of(one) for one in people}
    place, text = caseplaces.meeting(case.ref, number(step)), _proposal(work, case, step).text
    blocks = views.meeting(people[0], parties, text, list(languages.values()))
    work.send(place, place, Post(ToGroup(people), escape(text), blocks, place=place))


def welcomed(work: Work, case: Case, person: str, n: int, trace: Trace) -> None:
    """Who may see a case from now on reads that there is one."""
    place, words = caseplaces.card(case.ref, n), work.words_of(person)
    glance = telling.glance_of(work, case, person)
    blocks = views.new_reader(glance, words)
    message = Post(ToPerson(person), words("case.now_yours_text", ref=case.ref), blocks, place=place)
    work.send(f"{place}:{trace.id}", place, message)


def joined(work: Work, case: Case, trace: Trace) -> None:
    """The other one takes part: who asked, and the agent, hear so."""
    _say(work, case, trace, to_asker="mediation.has_joined", to_agent="mediation.has_joined")


def left(work: Work, case: Case, trace: Trace) -> None:
    """The other one doesn't take part: the agent hears so, who asked only that there will be no joint step."""
    _say(work, case, trace, to_asker="mediation.no_joint_step", to_agent="mediation.has_left")


def gone(work: Work, case: Case, trace: Trace) -> None:
    """The other one no longer works here: who asked, and the agent, hear so."""
    _say(work, case, trace, to_asker="mediation.has_gone", to_agent="mediation.has_gone")


def _say(work: Work, case: Case, trace: Trace, *, to_asker: str, to_agent: str) -> None:
    """A word of the other one, in the conversation of who asked and in the agent's thread with them."""
    heard = [(InThread(caseplaces.party(case.ref, 0)), _person(work, case, 0), to_asker)]
    if case.agent:
        heard.append((_thread(case), case.agent, to_agent))
    for thread, person, key in heard:
        text = work.words_of(person)(key, person=mention(_person(work, case, 1)))
        work.send(f"{thread.place}:{trace.id}:other", thread.place, Post(thread, text))


def _tell_agent(work: Work, case: Case, step: Step, message: Post) -> None:
    if case.agent:
        place = caseplaces.proposed(case.ref, number(step), case.turn)
        work.send(f"{place}:told", _thread(case).place, message)


def _thread(case: Case) -> InThread:
    """The agent's thread with who asked: what concerns both is said there, once."""
    return InThread(caseplaces.agent(case.ref, 0, case.turn))


def _question(work: Work, case: Case, step: Step, n: int, outcome: Outcome | None = None) -> Update:
    proposal, words = _proposal(work, case, step, n, outcome), work.words_of(_person(work, case, n))
    place = caseplaces.asked(case.ref, number(step), n)
    return Update(place, views.ask_text(proposal, words), views.ask(proposal, words))


def _for_agent(work: Work, case: Case, step: Step, outcome: Outcome | None) -> Update:
    proposal, words = _proposal(work, case, step, None, outcome), work.words_of(case.agent or "")
    names = [_person(work, case, n) for n in step.parties]
    place = caseplaces.proposed(case.ref, number(step), case.turn)
    return Update(place, views.proposed_text(proposal, words), views.proposed(proposal, names, words))


def _proposal(work: Work, case: Case, step: Step, n: int | None = None, outcome: Outcome | None = None) -> Proposal:
    """A step as a party reads it, or (no number) the agent."""
    others = [_person(work, case, one) for one in step.parties if n is not None and one != n]
    what = step.what or {}
    is_of_other = step.kind is StepKind.INVITE
    return Proposal(
        id=number(step),
        kind=step.kind,
        proposer=step.proposed_by,
        other=next(iter(others), None),
        person=_person(work, case, 1) if is_of_other else what.get("person"),
        text=what.get("text", ""),
        has_agreed=step.answers.get(str(n), False),
        outcome=outcome,
    )


def _person(work: Work, case: Case, n: int) -> str:
    return cases.party(work, case, n).person or ""


def number(step: Step) -> int:
    """The number that a step has once it is saved."""
    assert step.id is not None, "what is proposed was saved"
    return step.id
