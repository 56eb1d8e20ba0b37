"""Charts as SVG, drawn from released cells and nothing else; one chart a file."""
