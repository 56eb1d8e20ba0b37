"""The one gate: what may leave, how coarse, and what stays hidden."""
