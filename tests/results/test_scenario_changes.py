from tests.results.given import answer, table


def test_changed_assumptions_stand_beside_their_base_values():
    frames = {
        "scenarios": table("scenario_id scenario world_id", (0, "base", 0), (1, "open", 0)),
        "scenario_overrides": table(
            "scenario_id topic name base_text text",
            (1, "waterfall", "hurdle_rate", "0.07", "0.08"),
            (1, "capital", "foreign_share", "0.02", "0.3"),
        ).rename({"base_text": "base_value", "text": "value"}),
        "assumptions_data": table(
            "topic name label_en label_ko unit",
            ("capital", "foreign_share", "Foreign share", "해외 비중", "share"),
            ("waterfall", "hurdle_rate", "Hurdle", "기준수익률", "rate per year"),
            ("waterfall", "carry_rate", "Carry", "성과보수율", "share"),
        ),
    }
    made = answer("scenario_changes", frames)
    assert made.rows() == [
        (1, "open", "capital", "foreign_share", "Foreign share", "해외 비중", "share", "0.02", "0.3"),
        (1, "open", "waterfall", "hurdle_rate", "Hurdle", "기준수익률", "rate per year", "0.07", "0.08"),
    ]
