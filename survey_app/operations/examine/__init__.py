"""The forensic examiner: whether anything stored tells who gave an answer, as a statistic."""
