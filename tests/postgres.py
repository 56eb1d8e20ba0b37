"""The throw-away PostgreSQL of the tests."""

from survey_app.operations.postgres import Cluster, cluster

__all__ = ["Cluster", "cluster"]
