"""Tables that one migration makes are thought out together.

Tortoise works out every model again, twice, for each table that it makes: a new database took a processor eight
seconds, nearly all of it that. Here the tables of one migration cost one such turn.
"""

from itertools import groupby

from tortoise import migrations
from tortoise.migrations.operations import CreateModel


class Migration(migrations.Migration):
    async def apply(self, state, *, dry_run=False, schema_editor=None, collect_sql=False):
        every = self.operations
        for makes_tables, some in groupby(every, key=lambda operation: isinstance(operation, CreateModel)):
            self.operations = list(some)
            if makes_tables and not collect_sql:
                await self._make_tables(state, None if dry_run else schema_editor)
            else:
                await super().apply(
                    state, dry_run=dry_run, schema_editor=schema_editor, collect_sql=collect_sql
                )
        self.operations = every
        state.validate_relations_initialized()
        return state

    async def _make_tables(self, state, editor):
        later = _Later(state)
        for operation in self.operations:
            operation.state_forward(self.app_label, later)
        state.reload_models(later.models_to_reload)
        if editor is None:
            return
        transactions = editor.client.capabilities.supports_transactions
        for operation in self.operations:
            await self._run_database_forward(operation, state, state, editor, transactions)


class _Later:
    """Stands in for the state while tables are added to it: says afterwards which models to work out again."""

    def __init__(self, state):
        self.models, self.apps = state.models, state.apps
        self.models_to_reload = set()

    def reload_models(self, models):
        self.models_to_reload |= models
