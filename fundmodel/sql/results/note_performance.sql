-- How the notes of every fund did: how often the fund defaulted while they were out, what holders lost, what came
-- back after default, how long principal was out on average, and what they yielded. Empty without notes.
-- grain: scenario_id, note_id, path_group
-- units: amount_units whole won or US cents, as planned; amount_krw whole won at the rate of quarter 0; coupon and
--        yield per year; shares of the paths on which it was issued; expected_loss_bp mean loss in basis points of
--        what was issued; recovery_share of what was owed at default, over the paths in default, empty without any;
--        weighted_life_years of the principal that was repaid, empty if none was
-- source: METHOD.md, "Notes of a fund"; path_group central is path 0, random is all other paths
with rows_by_group as (
    select *, case when path_id = 0 then 'central' else 'random' end as path_group
    from note_totals
    -- a fund that was not formed has issued nothing
    where issued_units > 0
),
sums as (
    select
        scenario_id,
        note_id,
        path_group,
        count(*)::bigint as path_count,
        (count(*) filter (where default_quarter >= 0))::bigint as default_count,
        (count(*) filter (where loss_units > 0))::bigint as loss_count,
        sum(issued_units)::bigint as issued_units,
        sum(loss_units)::bigint as loss_units,
        sum(issued_units + interest_due_units - received_units)::bigint as shortfall_units,
        sum(drawn_units)::bigint as drawn_units,
        sum(exposure_units)::bigint as exposure_units,
        sum(recovered_units)::bigint as recovered_units,
        sum(repaid_units)::bigint as repaid_units,
        sum(life_unit_quarters)::bigint as life_unit_quarters
    from rows_by_group
    group by scenario_id, note_id, path_group
)
select
    s.scenario_id,
    c.scenario,
    s.note_id,
    t.note_code,
    d.name_en,
    d.name_ko,
    t.fund_code,
    t.priority,
    t.currency,
    t.amount_units,
    t.amount_krw,
    t.coupon_rate,
    t.schedule,
    t.guarantee_share,
    s.path_group,
    s.path_count,
    s.default_count::double / s.path_count as default_share,
    s.loss_count::double / s.path_count as loss_share,
    10000 * (s.loss_units::double / s.issued_units) as expected_loss_bp,
    10000 * (s.shortfall_units::double / s.issued_units) as shortfall_bp,
    10000 * (s.drawn_units::double / s.issued_units) as drawn_bp,
    case when s.exposure_units > 0 then s.recovered_units::double / s.exposure_units end as recovery_share,
    case when s.exposure_units > 0 then 'ok' else 'no default' end as recovery_status,
    case when s.repaid_units > 0 then s.life_unit_quarters / 4 / s.repaid_units::double end as weighted_life_years,
    y.yield_rate,
    y.yield_status
from sums as s
inner join scenarios as c on c.scenario_id = s.scenario_id
inner join note_terms as t on t.scenario_id = s.scenario_id and t.note_id = s.note_id
inner join notes_data as d on d.note_code = t.note_code
inner join note_yields as y
    on y.scenario_id = s.scenario_id and y.note_id = s.note_id and y.path_group = s.path_group
order by s.scenario_id, s.note_id, s.path_group
