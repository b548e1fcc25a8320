from tests.hospital import Hospital


async def test_trainers_and_coordinators_read_what_is_known_of_their_own_hospital_alone(
    hospital: Hospital,
) -> None:
    await hospital.name_trainer()
    words = await hospital.command(hospital.tara, "site")

    assert words.splitlines()[:7] == [
        "Riverbend (invented)",
        "• Coordinators: @Cora Example",
        "• Contact: nobody is named yet",
        "• Time zone: America/New_York",
        "• Help: Staff line, last tried 20 October 2026",
        f"• Keeper of the keys: {hospital.bot.tools.key_keeper}",
        "• Kept after the training: answers about 12 months, who was there about 12 months, "
        "the list about 6 years",
    ]
    assert "Please name a second coordinator: one is away sometimes." in words
    assert "Hillside" not in words
    assert await hospital.command(hospital.cora, "site") == words
