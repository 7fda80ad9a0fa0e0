async def return_due() -> None:
    pass
