async def open_due() -> None:
    pass


async def close_due() -> None:
    pass
