"""A hub of models, asked for what our tables do not have. The one place that reaches out to one."""
