"""From a file as a ministry sends it to a release, or to a report saying why not."""
