"""HTML to PDF: tagged for screen readers (PDF/UA-1), made to last (PDF/A-3u), always the same."""

# WeasyPrint and pydyf ship no types.
# mypy: allow-untyped-calls

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template

import pydyf  # type: ignore[import-untyped]  # it ships none
from weasyprint import CSS, HTML, Document
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "report:"
_DRAWINGS = ("motif", "read-dot", "read-close", "read-apart", "read-share", "read-hidden")
_ASSETS = {
    **{f"{name}.svg": ("templates", f"report/{name}.svg") for name in _DRAWINGS},
    "font/sans": ("fontpkg_inter", "files/Inter[opsz,wght].ttf"),
    "font/serif": ("fontpkg_source_serif_4", "files/SourceSerif4[opsz,wght].ttf"),
}


class FetchRefused(ValueError):
    """A page asked for something that is not a packaged asset."""


def pdf(html: str) -> bytes:
    """Return the page as PDF; the same page gives the same bytes.

    Raises FetchRefused where it, or a style, refers to anything but a packaged asset.
    """
    press = _press()
    try:
        document = HTML(string=html, url_fetcher=_AssetFetcher()).render(
            stylesheets=[press.style],
            font_config=press.fonts,
            pdf_variant="pdf/a-3u",
            pdf_tags=True,
        )
    except FatalURLFetchingError as error:
        raise FetchRefused(str(error)) from None
    document.metadata = _Metadata.of(document.metadata)
    with _no_clock(), warnings.catch_warnings():
        # The library leaves its colour profile for the garbage collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        written = document.write_pdf(finisher=_finish, pdf_variant="pdf/a-3u", pdf_tags=True)
    return bytes(written)


@dataclass(frozen=True)
class _Press:
    """What is made once per process: the parsed style and the fonts it names."""

    style: CSS
    fonts: FontConfiguration


@cache
def _press() -> _Press:
    fonts = FontConfiguration()
    text = (files("templates") / "report/print.css").read_text(encoding="utf-8")
    return _Press(CSS(string=text, font_config=fonts, url_fetcher=_AssetFetcher()), fonts)


class _AssetFetcher(URLFetcher):
    """Serves the packaged assets by a scheme of their own, and refuses all else."""

    def fetch(self, url: str, *_: object) -> URLFetcherResponse:
        asset = _ASSETS.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if asset is None:
            raise FatalURLFetchingError(f"the report may not fetch {url}")
        package, path = asset
        file: Traversable = files(package) / path
        return URLFetcherResponse(url, file.read_bytes())


@contextmanager
def _no_clock() -> Iterator[None]:
    """Keep the time of writing out of the embedded fonts, which carry a date of change."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _finish(_: Document, written: pydyf.PDF) -> None:
    written.info.pop("Producer", None)
    for each in written.objects:
        # A carriage return that ends a stream reads as part of the end of line after it, and
        # strict readers then find its length wrong.
        if isinstance(each, pydyf.Stream) and each.compress and _closing(each) == b"\r":
            each.compress = False


def _closing(stream: pydyf.Stream) -> bytes:
    return bytes(stream.data.removesuffix(b"\nendstream")[-1:])


class _Metadata(DocumentMetadata):
    """Title, subject, author and language, claimed for PDF/A-3u and PDF/UA-1 at once."""

    @classmethod
    def of(cls, found: DocumentMetadata) -> "_Metadata":
        """Keep those four of what the page says, and nothing else."""
        return cls(
            title=found.title, authors=found.authors, description=found.description, lang=found.lang
        )

    def include_in_pdf(
        self, pdf: pydyf.PDF, variant: str, version: int, conformance: str, *_: object
    ) -> None:
        """Write the packet uncompressed, as PDF/A asks."""
        super().include_in_pdf(pdf, variant, version, conformance, compress=False)

    def generate_rdf_metadata(self, *_: object) -> bytes:
        """Return the XMP packet; the library writes the claim of one standard only."""
        text = (files("templates") / "report/metadata.xml").read_text(encoding="utf-8")
        filled = Template(text).substitute(
            title=escape(self.title or ""),
            author=escape(", ".join(self.authors)),
            subject=escape(self.description or ""),
        )
        return filled.encode()
