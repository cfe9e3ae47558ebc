"""What the demo's people have just asked of each other when it opens: a favour, and something in confidence."""

from datetime import timedelta

from bot import favours
from bot.confidence import opening
from bot.favours import Wish
from bot.matters import Matter
from handlers.demo.stage import START, Stage

_FRIDAY = (START + timedelta(days=4)).date()


def ask_each_other(stage: Stage) -> None:
    """Ana asks Ben for a photo; Nick tells HR what Lena, who leads it, must not see."""
    ana, ben, nick, lena = (stage.company.people[name].id for name in ("ana", "ben", "nick", "lena"))
    matter = Matter(
        "A colleague shouts at me in calls",
        "Since January, nearly each week. I don't want to name him yet.",
        type="conflict",
        excluded=[lena],
    )
    with stage.program.helpdesk.work() as work:
        favours.ask(work, ana, Wish(ben, "Foto von der neuen Lampe", wanted_by=_FRIDAY))
        opening.open_case(work, nick, work.desk("hr"), matter)
    stage.settle()
