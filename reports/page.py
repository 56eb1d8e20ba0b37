"""A report as one HTML page, by the packaged templates."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports.report import Report


def page(report: Report) -> str:
    """Return the report as HTML; its styles, fonts and motif are added where it is printed."""
    return _environment().get_template("report.html").render(report=report)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("templates", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
