"""Schema revisions of the chart, applied by `store.schema.migrate`."""
