"""What a person can put right about a favour, or about whom it is asked of."""

from bot.errors import Mistake


class TeamNotFound(Mistake):
    """What was named is no team, or one that is closed to whoever asks, or to the bot."""

    key = "mistake.team_not_found"


class NobodyInTeam(Mistake):
    """Of a team nobody is left whom one could ask. Values: team."""

    key = "mistake.nobody_in_team"


class TeamTooLarge(Mistake):
    """A team has more people than are asked at once. Values: team, most."""

    key = "mistake.team_too_large"


class TeamUnread(Mistake):
    """Slack has no time now to say who is in a team."""

    key = "mistake.team_unread"


class NotAmongFavours(Mistake):
    """The favour is not this person's business, or there is none."""

    key = "mistake.not_among_favours"


class NotTheirFavour(Mistake):
    """What was pressed is the other one's to press. Values: person."""

    key = "mistake.not_their_favour"


class OwnFavour(Mistake):
    """Who asks can't accept, or decline, what they ask themselves."""

    key = "mistake.own_favour"


class FavourTaken(Mistake):
    """Somebody else of the team has accepted it. Values: helper."""

    key = "mistake.favour_taken"


class FavourElsewhere(Mistake):
    """Somebody else is asked by now."""

    key = "mistake.favour_elsewhere"


class FavourOver(Mistake):
    """The favour is done, declined or withdrawn."""

    key = "mistake.favour_over"


class FavourChanged(Mistake):
    """Something else has just happened to the favour."""

    key = "mistake.favour_changed"


class NoFavourForYou(Mistake):
    """Guests ask one colleague at a time, and people of other companies none."""

    key = "mistake.no_favour_for_you"
