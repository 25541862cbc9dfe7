-- What the model gives for each published figure that it is compared with, over the random paths: outcomes of
-- financings by bucket, likelihood of approval by area, multiples and rates of the startup funds, building of
-- plants, moves of the exchange rate. Without random paths values are empty.
-- grain: scenario_id, measure, subject
-- units: unit of each measure as in published_figures; p5 and p95 of single funds, plants, where there are many
-- source: METHOD.md, "Calibration"
with buckets as (
    select distinct measure, bucket_code, from_multiple, to_multiple from outcome_buckets_data
),
returns as (
    select
        world_id,
        from_multiple,
        sum(item_count)::bigint as item_count,
        sum(invested_krw)::bigint as invested_krw
    from startup_returns
    where counted = 'financing'
    group by world_id, from_multiple
),
outcomes as (
    select
        s.scenario_id,
        b.measure,
        b.bucket_code as subject,
        case b.measure
            when 'share_of_financings' then
                coalesce(
                    (sum(r.item_count) filter (where r.from_multiple >= b.from_multiple
                        and (b.to_multiple is null or r.from_multiple < b.to_multiple)))::bigint, 0
                )::double / sum(r.item_count)::bigint
            else
                coalesce(
                    (sum(r.invested_krw) filter (where r.from_multiple >= b.from_multiple
                        and (b.to_multiple is null or r.from_multiple < b.to_multiple)))::bigint, 0
                )::double / sum(r.invested_krw)::bigint
        end as model_value
    from scenarios as s
    inner join returns as r on r.world_id = s.world_id
    cross join buckets as b
    group by s.scenario_id, b.measure, b.bucket_code, b.from_multiple, b.to_multiple
),
phases_by_area as (
    select
        world_id,
        unnest(['all', a.area_code]) as area_code,
        h.phase_code,
        r.success_count,
        r.failure_count
    from phase_results as r
    inner join areas as a on a.area_id = r.area_id
    inner join phases as h on h.phase_id = r.phase_id and h.phase_code <> 'PRE'
),
phase_rates as (
    select
        world_id,
        area_code,
        phase_code,
        sum(success_count)::bigint::double / sum(success_count + failure_count)::bigint as success_share
    from phases_by_area
    group by world_id, area_code, phase_code
),
-- Phase by phase, as the published product is made.
rates_by_area as (
    select
        world_id,
        area_code,
        max(success_share) filter (where phase_code = 'P1') as p1_share,
        max(success_share) filter (where phase_code = 'P2') as p2_share,
        max(success_share) filter (where phase_code = 'P3') as p3_share,
        max(success_share) filter (where phase_code = 'NDA') as nda_share
    from phase_rates
    group by world_id, area_code
),
approvals as (
    select
        s.scenario_id,
        'likelihood_of_approval' as measure,
        r.area_code as subject,
        r.p1_share * r.p2_share * r.p3_share * r.nda_share as model_value
    from scenarios as s
    inner join rates_by_area as r on r.world_id = s.world_id
),
rounds as (
    select
        s.scenario_id,
        'share_of_rounds' as measure,
        unnest(['down', 'down_or_flat']) as subject,
        unnest([sum(r.down_count)::bigint, sum(r.down_count + r.flat_count)::bigint])::double
            / sum(r.up_count + r.flat_count + r.down_count)::bigint as model_value
    from scenarios as s
    inner join startup_rounds as r on r.world_id = s.world_id
    group by s.scenario_id
),
startup_funds as (
    select f.scenario_id, p.party_id
    from funds as f
    inner join strategies as y on y.strategy_id = f.strategy_id and y.strategy_code in ('early', 'scale_up')
    inner join parties as p on p.party_kind = 'fund' and p.fund_id = f.fund_id
),
fund_totals as (
    select t.scenario_id, t.paid_in_krw, t.distributed_krw
    from party_totals as t
    inner join startup_funds as f on f.scenario_id = t.scenario_id and f.party_id = t.party_id
    where t.path_id > 0 and t.paid_in_krw > 0
),
fund_rates as (
    select i.scenario_id, case when i.status = 'out of range' then -1 else i.rate end as ranked_rate
    from irrs as i
    inner join startup_funds as f on f.scenario_id = i.scenario_id and f.party_id = i.party_id
    where i.path_id > 0 and i.measure = 'net'
),
fund_lists as (
    select
        scenario_id,
        'fund_net_multiple' as measure,
        quantile_cont(distributed_krw::double / paid_in_krw, [0.05, 0.25, 0.5, 0.75, 0.95]) as levels,
        sum(distributed_krw)::bigint::double / sum(paid_in_krw)::bigint as pooled
    from fund_totals
    group by scenario_id
    union all by name
    select
        scenario_id,
        'fund_net_irr' as measure,
        quantile_cont(ranked_rate, [0.05, 0.25, 0.5, 0.75, 0.95]) as levels,
        null::double as pooled
    from fund_rates
    group by scenario_id
),
fund_figures as (
    select scenario_id, measure, unnest(['p25', 'median', 'p75']) as subject, unnest(levels[2:4]) as model_value
    from fund_lists
    union all by name
    select scenario_id, measure, 'pooled' as subject, pooled as model_value, levels[1] as p5, levels[5] as p95
    from fund_lists
    where pooled is not null
    union all by name
    select i.scenario_id, 'fund_net_irr' as measure, p.party_code as subject, i.rate as model_value
    from mean_cash_irrs as i
    inner join parties as p on p.party_id = i.party_id and p.party_kind = 'strategy'
    where p.party_code in ('early', 'scale_up') and i.path_group = 'random' and i.measure = 'net'
),
plant_lists as (
    select
        s.scenario_id,
        count(*)::bigint as plant_count,
        sum(r.months)::bigint as month_sum,
        quantile_cont(r.months, [0.05, 0.95]) as month_levels,
        sum(r.capex_krw)::bigint as capex_sum_krw,
        sum(r.kl_thousandths)::bigint as kl_sum,
        quantile_cont(1000 * r.capex_krw::double / r.kl_thousandths, [0.05, 0.95]) as cost_levels,
        sum(round(r.delay_months * 1000)::bigint)::bigint as delay_thousandths,
        quantile_cont(r.delay_months, [0.05, 0.95]) as delay_levels,
        sum(r.overrun_krw)::bigint as overrun_sum_krw,
        quantile_cont(r.overrun_krw::double / (r.capex_krw - r.overrun_krw), [0.05, 0.95]) as overrun_levels
    from scenarios as s
    inner join plant_results as r on r.world_id = s.world_id
    group by s.scenario_id
),
plants as (
    select
        scenario_id, 'plant_months' as measure, 'mean' as subject, month_sum::double / plant_count as model_value,
        month_levels[1] as p5, month_levels[2] as p95
    from plant_lists
    union all by name
    select
        scenario_id, 'plant_capex_per_kl' as measure, 'mean' as subject,
        1000 * capex_sum_krw::double / kl_sum as model_value, cost_levels[1] as p5, cost_levels[2] as p95
    from plant_lists
    union all by name
    select
        scenario_id, 'plant_delay_months' as measure, 'mean' as subject,
        delay_thousandths::double / (1000 * plant_count) as model_value, delay_levels[1] as p5,
        delay_levels[2] as p95
    from plant_lists
    union all by name
    select
        scenario_id, 'plant_overrun_share' as measure, 'mean' as subject,
        overrun_sum_krw::double / (capex_sum_krw - overrun_sum_krw) as model_value, overrun_levels[1] as p5,
        overrun_levels[2] as p95
    from plant_lists
),
moves as (
    select
        s.scenario_id,
        sum(m.move_count)::bigint as move_count,
        sum(m.move_sum)::bigint as move_sum,
        sum(m.move_square_sum)::bigint as move_square_sum
    from scenarios as s
    inner join exchange_rate_moves as m on m.world_id = s.world_id
    group by s.scenario_id
),
volatilities as (
    select
        scenario_id,
        'krw_usd_volatility' as measure,
        'yearly' as subject,
        sqrt((move_square_sum - move_sum * (move_sum::double / move_count)) / (move_count - 1)) * sqrt(4)
            / (1000 * 1000) as model_value
    from moves
    where move_count > 1
),
every_figure as (
    select * from outcomes
    union all by name
    select * from approvals
    union all by name
    select * from rounds
    union all by name
    select * from fund_figures
    union all by name
    select * from plants
    union all by name
    select * from volatilities
)
select
    scenario_id,
    measure::varchar as measure,
    subject::varchar as subject,
    model_value::double as model_value,
    p5::double as p5,
    p95::double as p95
from every_figure
order by scenario_id, measure, subject
