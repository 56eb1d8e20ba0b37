"""Reports: from counts, through the one gate, to figures, sentences, charts, pages and PDFs."""
