import pytest

from tests.people import Town, town


@pytest.fixture
async def there(site) -> Town:
    return await town()
