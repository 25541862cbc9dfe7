-- The notes of a scenario: who borrows how much on what terms, who guarantees it. No rows where the notes have no
-- size, which is the base programme.
-- grain: scenario_id, note_id
-- units: amount_units whole won, or US cents for dollar notes; amount_krw whole won at the rate of quarter 0; rates
--        per year; quarters from the issue in the fund's first quarter; note_id in the order of the file;
--        principal_shares one a year from the first principal quarter; coverage_ratio, look_ahead_quarters and the
--        columns of the guarantee are empty where there is none; guarantee_limit_share of the amount
-- source: datasets/notes.csv and note_guarantees.csv; METHOD.md, "Notes of a fund"
with listed as (
    select (row_number() over () - 1)::integer as note_id, *
    from notes_data
),
sized as (
    select
        s.scenario_id,
        n.*,
        f.fund_id,
        a.note_reserve_shift_quarters,
        a.government_yield_rate,
        a.guarantee_size_multiplier,
        a.guarantee_premium_shift_rate,
        m.krw_per_usd_start,
        case n.currency when 'USD' then m.krw_per_usd_start / 100 else 1 end as krw_per_unit,
        a.notes_size_multiplier * coalesce(
            n.size_share * f.commitment_krw / case n.currency when 'USD' then m.krw_per_usd_start / 100 else 1 end,
            n.amount * case n.currency when 'USD' then 100 else 1 end
        ) as entitled_units,
        greatest(
            a.note_spread_shift_rate + coalesce(
                n.coupon_rate,
                n.spread_rate + case n.currency when 'USD' then a.note_base_usd_rate else a.note_base_krw_rate end
            ),
            0
        ) as coupon_rate_paid
    from scenarios as s
    inner join notes_assumptions as a on a.scenario_id = s.scenario_id
    inner join market_assumptions as m on m.world_id = s.world_id
    cross join listed as n
    inner join funds as f on f.scenario_id = s.scenario_id and f.fund_code = n.fund_code
)
select
    n.scenario_id,
    n.note_id,
    n.note_code,
    n.fund_id,
    n.fund_code,
    n.priority,
    n.currency,
    floor(n.entitled_units)::bigint as amount_units,
    floor(floor(n.entitled_units) * n.krw_per_unit)::bigint as amount_krw,
    n.coupon_rate_paid::double as coupon_rate,
    n.schedule,
    coalesce(n.first_principal_quarter, n.last_principal_quarter)::integer as first_principal_quarter,
    n.last_principal_quarter::integer as last_principal_quarter,
    n.principal_shares,
    n.coverage_ratio,
    n.look_ahead_quarters,
    n.has_forced_sales as is_selling,
    g.guarantee_code,
    g.guarantor_en as guarantor,
    (g.guarantee_share * n.guarantee_size_multiplier)::double as guarantee_share,
    g.limit_share as guarantee_limit_share,
    greatest(g.premium_rate + n.guarantee_premium_shift_rate, 0)::double as premium_rate,
    g.is_drawn_before_default,
    g.is_recovered,
    greatest(n.reserve_quarters + n.note_reserve_shift_quarters, 0)::integer as reserve_quarters,
    n.government_yield_rate::double as government_yield_rate
from sized as n
left join note_guarantees_data as g on g.note_code = n.note_code and n.guarantee_size_multiplier > 0
where floor(n.entitled_units) >= 1
order by n.scenario_id, n.note_id
