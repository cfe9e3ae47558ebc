"""The figures that operators watch, read when they are asked for."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from handlers.program import Program
from storage.queries import outbox_figures, requests_by_state


def figures_of(program: Program) -> CollectorRegistry:
    """A registry that reads the database and the socket at each scrape."""
    registry = CollectorRegistry()
    registry.register(_Figures(program))
    return registry


class _Figures(Collector):
    """Requests by state, the outbox, and how long the socket has been silent (seconds)."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def describe(self) -> Iterator[Metric]:
        """Nothing to read at registration: the database may not be there yet."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """All figures as they stand."""
        helpdesk = self._program.helpdesk
        with helpdesk.storage.reading() as session:
            states = requests_by_state(session)
            outbox = outbox_figures(session, helpdesk.now())
        requests = GaugeMetricFamily("helpdesk_requests", "Requests by state", labels=["state"])
        for state, n in states.items():
            requests.add_metric([state], n)
        yield requests
        yield GaugeMetricFamily("helpdesk_outbox_unsent", "Messages that wait to leave", outbox.unsent)
        age = (helpdesk.now() - outbox.oldest).total_seconds() if outbox.oldest else 0
        yield GaugeMetricFamily("helpdesk_outbox_oldest_seconds", "Age of the oldest message that waits", age)
        yield GaugeMetricFamily("helpdesk_outbox_given_up", "Messages that Slack refuses for good", outbox.given_up)
        if sockets := self._program.sockets:
            name, meaning = "helpdesk_socket_silent_seconds", "Since Slack last answered our ping"
            yield GaugeMetricFamily(name, meaning, sockets.silence)
