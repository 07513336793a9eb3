"""How fast and how frugal the service is, each time beside a control in the same run."""
