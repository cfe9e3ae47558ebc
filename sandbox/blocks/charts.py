"""The data_visualization block: pie, bar, area and line charts.

Fields and lengths: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from collections.abc import Iterator

from sandbox.blocks.objects import ID
from sandbox.blocks.rules import Fields, Items, Number, Shape, Text, Typed, listed, problem, unique

_LABEL = Text(20)
_SEGMENT = Shape({"label": _LABEL, "value": Number(positive=True)})
_POINT = Shape({"label": _LABEL, "value": Number()})
_SERIES = Shape({"name": _LABEL, "data": Items(_POINT, 20)})
_AXES = Shape({"categories": Items(_LABEL, 20)}, {"x_label": Text(50), "y_label": Text(50)})


def _one_point_for_every_category(fields: Fields, at: str) -> Iterator[str]:
    axes = fields["axis_config"]
    categories = axes["categories"] if isinstance(axes, dict) else []
    for index, series in enumerate(listed(fields["series"])):
        labels = [point["label"] for point in listed(series["data"])]
        if sorted(map(str, labels)) != sorted(map(str, categories)):
            yield problem("must provide one value for each of the categories", f"{at}/series/{index}/data")


_PLOT = Shape(
    {"series": Items(_SERIES, 6), "axis_config": _AXES},
    laws=(unique("name", "series"), _one_point_for_every_category),
)

_CHART = Typed(
    {"pie": Shape({"segments": Items(_SEGMENT, 6)}), "bar": _PLOT, "area": _PLOT, "line": _PLOT},
)

CHART_BLOCK = Shape({"title": Text(50), "chart": _CHART}, {"block_id": ID})
