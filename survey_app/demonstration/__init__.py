"""An invented study with invented customers who answer it through the real pages."""
