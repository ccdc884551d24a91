async def test_x(shop):
    from backend.people.posts import posts

    for p in await posts(shop.department_id):
        print(p)
    lin = await shop.hire("林晓", post="customer-service")
    print(await lin.viewer())
