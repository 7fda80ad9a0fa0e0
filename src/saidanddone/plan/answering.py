async def count_due() -> None:
    pass
