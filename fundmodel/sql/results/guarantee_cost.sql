-- What the guarantors of notes pay and get: how often they are drawn, what it costs them on average and on the
-- hundredth worst path, and the present value at the government's yield. Cost is draws less recoveries less premiums;
-- below zero the guarantor gains. Empty without guarantees.
-- grain: scenario_id, guarantor, note_id, path_group
-- units: won, means floored; note_id -1 and an empty code: all notes of the guarantor together, path by path; present
--        value in quarter 0; p99_cost_krw is the 99th percentile over paths
-- source: METHOD.md, "Notes of a fund"; path_group central is path 0, random is all other paths
with guaranteed as (
    select
        n.scenario_id,
        t.guarantor,
        g.guarantor_ko,
        n.note_id,
        t.note_code,
        n.path_id,
        case when n.path_id = 0 then 'central' else 'random' end as path_group,
        n.draws_krw,
        n.recoveries_krw,
        n.premium_krw,
        n.guarantee_cost_krw,
        n.guarantee_present_value_krw
    from note_totals as n
    inner join note_terms as t on t.scenario_id = n.scenario_id and t.note_id = n.note_id
    inner join note_guarantees_data as g on g.guarantee_code = t.guarantee_code
),
together as (
    select
        scenario_id,
        guarantor,
        max(guarantor_ko) as guarantor_ko,
        -1 as note_id,
        '' as note_code,
        path_id,
        path_group,
        sum(draws_krw)::bigint as draws_krw,
        sum(recoveries_krw)::bigint as recoveries_krw,
        sum(premium_krw)::bigint as premium_krw,
        sum(guarantee_cost_krw)::bigint as guarantee_cost_krw,
        sum(guarantee_present_value_krw)::bigint as guarantee_present_value_krw
    from guaranteed
    group by scenario_id, guarantor, path_id, path_group
),
every_row as (
    select * from guaranteed
    union all by name
    select * from together
),
sums as (
    select
        scenario_id,
        guarantor,
        max(guarantor_ko) as guarantor_ko,
        note_id,
        max(note_code) as note_code,
        path_group,
        count(*)::bigint as path_count,
        (count(*) filter (where draws_krw > 0))::bigint as draw_count,
        sum(draws_krw)::bigint as draws_sum,
        sum(recoveries_krw)::bigint as recoveries_sum,
        sum(premium_krw)::bigint as premium_sum,
        sum(guarantee_cost_krw)::bigint as cost_sum,
        quantile_cont(guarantee_cost_krw, [0.99])[1]::bigint as p99_cost_krw,
        sum(guarantee_present_value_krw)::bigint as present_value_sum
    from every_row
    group by scenario_id, guarantor, note_id, path_group
)
select
    s.scenario_id,
    c.scenario,
    s.guarantor,
    s.guarantor_ko,
    s.note_id::integer as note_id,
    s.note_code,
    s.path_group,
    s.path_count,
    s.draw_count::double / s.path_count as draw_share,
    s.draws_sum // s.path_count as draws_krw,
    s.recoveries_sum // s.path_count as recoveries_krw,
    s.premium_sum // s.path_count as premium_krw,
    -- a cost may be below zero: the remainder comes off first, so that it is floored
    (s.cost_sum - (s.cost_sum % s.path_count + s.path_count) % s.path_count) // s.path_count as cost_krw,
    s.p99_cost_krw,
    (s.present_value_sum - (s.present_value_sum % s.path_count + s.path_count) % s.path_count) // s.path_count
        as present_value_krw
from sums as s
inner join scenarios as c on c.scenario_id = s.scenario_id
order by s.scenario_id, s.guarantor, s.note_id, s.path_group
