-- Is every duty kept, year by year? What public money asks of the programme, measured on the central case and the
-- random paths against its limit. Shares of money are to date: the mix of a fund's plan in a year, scaled to what the
-- fund paid in that year. Concentration in companies is the most that one has been given over all rounds to date (on
-- path 0, which has no companies: all rounds of one programme), in plants the need of one of a fund that has started.
-- The managers' commitment counts what they hold of a fund through the mega fund, too. The duty in Korea is measured
-- only where foreign money takes part. Commitments are those formed on the path: a fund that closes smaller pays for a
-- smaller part of a company or plant, a fund that is not formed for none.
-- grain: scenario_id, mandate, year
-- units: shares 0..1, the duty in Korea won per public won; measured on the central case, p10 and p90 of the random
-- paths; planned: the same on planned commitments, where funds have closings; met_path_share of the random paths that
-- have a measure
-- source: METHOD.md "Mandates"; limits and their sources from mandates_assumptions
with year_numbers as (
    select unnest(range(0, n_quarters, 4)) // 4 as year_number, first_year
    from run_settings
),
-- formation_path: -1 where all funds are formed as planned, on every path alike
path_keys as (
    select distinct
        c.scenario_id, c.path_id, case when f.scenario_id is null then -1 else c.path_id end as formation_path
    from class_flows as c
    left join (select distinct scenario_id from fund_formation) as f on f.scenario_id = c.scenario_id
),
formation_keys as (
    select distinct scenario_id, formation_path
    from path_keys
),
-- the managers' part of each fund: their own money, and of the mega fund's money what is theirs there
own_parts as (
    select
        c.scenario_id,
        sum(case when p.party_code = 'gp' then c.commitment_krw else 0 end)::bigint::double
        / sum(c.commitment_krw)::bigint as mega_share
    from commitments as c
    inner join funds as f on f.scenario_id = c.scenario_id and f.fund_id = c.fund_id and f.level = 0
    inner join parties as p on p.party_kind = 'class' and p.class_id = c.class_id
    group by c.scenario_id
),
stakes as (
    select
        c.scenario_id,
        c.fund_id,
        f.start_quarter,
        p.party_code in ('domestic', 'foreign') as is_private,
        c.commitment_krw,
        case when p.party_code = 'gp' then c.commitment_krw
        when c.investor_id < 0 then floor(c.commitment_krw * o.mega_share)::bigint
        else 0 end as managers_krw
    from commitments as c
    inner join funds as f on f.scenario_id = c.scenario_id and f.fund_id = c.fund_id and f.level = 1
    inner join own_parts as o on o.scenario_id = c.scenario_id
    left join parties as p on p.party_kind = 'class' and p.class_id = c.class_id
),
-- child funds as formed; what is missing is private money
formed as (
    select
        k.scenario_id,
        k.formation_path,
        c.fund_id,
        max(c.start_quarter) // 4 as planned_year,
        coalesce(max(m.start_quarter), max(c.start_quarter)) // 4 as start_year,
        coalesce(max(m.final_close_quarter), max(c.start_quarter)) // 4 as final_year,
        coalesce(max(m.first_share), 1) as first_share,
        coalesce(max(m.size_share), 1) as size_share,
        sum(c.commitment_krw)::bigint as planned_krw,
        sum(c.managers_krw)::bigint as planned_managers_krw,
        sum(
            case when c.is_private then floor(c.commitment_krw * coalesce(m.private_share, 1))::bigint
            when coalesce(m.is_formed, true) then c.commitment_krw
            else 0 end
        )::bigint as formed_krw,
        sum(case when coalesce(m.is_formed, true) then c.managers_krw else 0 end)::bigint as managers_krw
    from formation_keys as k
    inner join stakes as c on c.scenario_id = k.scenario_id
    left join fund_formation as m
        on m.scenario_id = k.scenario_id and m.path_id = k.formation_path and m.fund_id = c.fund_id
    group by k.scenario_id, k.formation_path, c.fund_id
),
paid as (
    select scenario_id, path_id, fund_id, quarter // 4 as year_number, sum(invested_krw)::bigint as paid_krw
    from fund_flows
    group by scenario_id, path_id, fund_id, quarter // 4
),
annual as (
    select
        s.scenario_id,
        c.path_id,
        c.year_number,
        sum(floor(c.invested_krw * (p.paid_krw::double / c.invested_krw))::bigint)::bigint as invested_krw,
        sum(floor(c.drug_krw * (p.paid_krw::double / c.invested_krw))::bigint)::bigint as drug_krw,
        sum(floor(c.clinical_krw * (p.paid_krw::double / c.invested_krw))::bigint)::bigint as clinical_krw,
        sum(floor(c.vaccine_krw * (p.paid_krw::double / c.invested_krw))::bigint)::bigint as vaccine_krw,
        sum(floor(c.regional_krw * (p.paid_krw::double / c.invested_krw))::bigint)::bigint as regional_krw
    from mandate_cheques as c
    inner join scenarios as s on s.world_id = c.world_id
    inner join paid as p
        on p.scenario_id = s.scenario_id
        and p.path_id = c.path_id
        and p.fund_id = c.fund_id
        and p.year_number = c.year_number
    where c.invested_krw > 0
    group by s.scenario_id, c.path_id, c.year_number
),
investor_years as (
    select
        f.scenario_id,
        f.path_id,
        f.quarter // 4 as year_number,
        sum(f.korea_invested_krw)::bigint as korea_krw,
        sum(case when p.party_code = 'public' then f.paid_in_krw else 0 end)::bigint as public_krw,
        sum(case when p.party_code = 'foreign' then f.paid_in_krw else 0 end)::bigint as foreign_krw
    from class_flows as f
    inner join parties as p on p.party_kind = 'class' and p.class_id = f.class_id
    group by f.scenario_id, f.path_id, f.quarter // 4
),
largest as (
    select
        s.scenario_id,
        c.path_id,
        c.year_number,
        max(
            c.largest_krw * case when c.year_number < f.final_year then f.first_share else f.size_share end
            / f.formed_krw
        ) filter (where f.formed_krw > 0 and c.year_number >= f.start_year) as largest_share,
        max(c.largest_krw::double / f.planned_krw) filter (where f.formation_path >= 0 and f.planned_krw > 0)
            as planned_share
    from largest_companies as c
    inner join scenarios as s on s.world_id = c.world_id
    inner join path_keys as k on k.scenario_id = s.scenario_id and k.path_id = c.path_id
    inner join formed as f
        on f.scenario_id = k.scenario_id and f.formation_path = k.formation_path and f.fund_id = c.fund_id
    group by s.scenario_id, c.path_id, c.year_number
),
to_dates as (
    select
        k.scenario_id,
        k.path_id,
        y.year_number,
        (sum(coalesce(a.invested_krw, 0)) over life)::bigint as invested_krw,
        (sum(coalesce(a.drug_krw, 0)) over life)::bigint as drug_krw,
        (sum(coalesce(a.clinical_krw, 0)) over life)::bigint as clinical_krw,
        (sum(coalesce(a.vaccine_krw, 0)) over life)::bigint as vaccine_krw,
        (sum(coalesce(a.regional_krw, 0)) over life)::bigint as regional_krw,
        (sum(i.korea_krw) over life)::bigint as korea_krw,
        (sum(i.public_krw) over life)::bigint as public_krw,
        (sum(i.foreign_krw) over life)::bigint as foreign_krw,
        max(g.largest_share) over life as largest_share,
        max(g.planned_share) over life as planned_share
    from path_keys as k
    cross join year_numbers as y
    inner join investor_years as i
        on i.scenario_id = k.scenario_id and i.path_id = k.path_id and i.year_number = y.year_number
    left join annual as a
        on a.scenario_id = k.scenario_id and a.path_id = k.path_id and a.year_number = y.year_number
    left join largest as g
        on g.scenario_id = k.scenario_id and g.path_id = k.path_id and g.year_number = y.year_number
    window life as (
        partition by k.scenario_id
        order by k.path_id, y.year_number
        rows between y.year_number preceding and current row
    )
),
money as (
    select
        scenario_id,
        path_id,
        year_number,
        unnest([
            'mandate_purpose_share', 'mandate_vaccine_share', 'mandate_regional_share', 'mandate_company_share_max',
            'mandate_korea_duty_multiple'
        ]) as name,
        unnest([
            case when drug_krw > 0 then clinical_krw::double / drug_krw end,
            case when drug_krw > 0 then vaccine_krw::double / drug_krw end,
            case when invested_krw > 0 then regional_krw::double / invested_krw end,
            largest_share,
            case when public_krw > 0 and foreign_krw > 0 then korea_krw::double / public_krw end
        ]) as measured,
        unnest([null, null, null, planned_share, null]) as planned
    from to_dates
),
concentrations as (
    select
        f.scenario_id,
        f.formation_path,
        y.year_number,
        max(h.need_krw * h.stake_share * f.size_share / f.formed_krw) filter (
            where f.formed_krw > 0 and y.year_number >= f.start_year
        ) as measured,
        max(h.need_krw * h.stake_share / f.planned_krw) filter (where f.formation_path >= 0) as planned
    from facility_plan as h
    inner join scenarios as s on s.world_id = h.world_id
    inner join formed as f on f.scenario_id = s.scenario_id and f.fund_id = h.fund_id
    inner join year_numbers as y on y.year_number >= f.planned_year
    where h.plant_count > 0 and f.planned_krw > 0
    group by f.scenario_id, f.formation_path, y.year_number
),
pledges as (
    select
        f.scenario_id,
        f.formation_path,
        y.year_number,
        (sum(f.managers_krw) filter (where y.year_number >= f.start_year))::bigint::double
        / nullif((sum(f.formed_krw) filter (where y.year_number >= f.start_year))::bigint, 0) as measured,
        case
            when f.formation_path >= 0 then sum(f.planned_managers_krw)::bigint::double / sum(f.planned_krw)::bigint
        end as planned
    from formed as f
    inner join year_numbers as y on y.year_number >= f.planned_year
    group by f.scenario_id, f.formation_path, y.year_number
),
-- what does not depend on luck is the same on every path
measures as (
    select scenario_id, path_id, year_number, name, measured, planned
    from money
    union all by name
    select k.scenario_id, k.path_id, c.year_number, 'mandate_plant_share_max' as name, c.measured, c.planned
    from concentrations as c
    inner join path_keys as k on k.scenario_id = c.scenario_id and k.formation_path = c.formation_path
    union all by name
    select k.scenario_id, k.path_id, g.year_number, 'mandate_gp_share' as name, g.measured, g.planned
    from pledges as g
    inner join path_keys as k on k.scenario_id = g.scenario_id and k.formation_path = g.formation_path
),
limits as (
    select
        scenario_id,
        unnest([
            'mandate_purpose_share', 'mandate_vaccine_share', 'mandate_regional_share', 'mandate_company_share_max',
            'mandate_plant_share_max', 'mandate_gp_share', 'mandate_korea_duty_multiple'
        ]) as name,
        unnest([
            mandate_purpose_share, mandate_vaccine_share, mandate_regional_share, mandate_company_share_max,
            mandate_plant_share_max, mandate_gp_share, mandate_korea_duty_multiple
        ]) as limit_value,
        unnest([
            'money for drug companies, to date', 'money for drug companies, to date', 'all money invested, to date',
            'commitments of its fund, to date', 'plan of the funds started', 'commitments to the funds started',
            'won in Korea per public won, to date'
        ]) as basis
    from mandates_assumptions
),
judged as (
    select
        m.scenario_id,
        m.path_id,
        m.year_number,
        m.name,
        m.measured,
        m.planned,
        n.limit_value,
        n.basis,
        ends_with(m.name, '_max') as is_ceiling,
        case when ends_with(m.name, '_max') then m.measured <= n.limit_value else m.measured >= n.limit_value end
            as is_met
    from measures as m
    inner join limits as n on n.scenario_id = m.scenario_id and n.name = m.name
),
cells as (
    select
        scenario_id,
        year_number,
        name,
        is_ceiling,
        limit_value,
        basis,
        max(measured) filter (where path_id = 0) as measured,
        bool_and(is_met) filter (where path_id = 0) as is_met,
        max(planned) filter (where path_id = 0) as planned,
        quantile_cont(measured, [0.1, 0.9]) filter (where path_id > 0) as band,
        (count(*) filter (where path_id > 0 and is_met))::bigint as met_count,
        (count(measured) filter (where path_id > 0))::bigint as path_count
    from judged
    group by scenario_id, year_number, name, is_ceiling, limit_value, basis
)
select
    c.scenario_id,
    s.scenario,
    regexp_replace(regexp_replace(c.name, '^mandate_', ''), '_(share|share_max|multiple)$', '') as mandate,
    (y.first_year + c.year_number)::integer as year,
    c.measured,
    c.limit_value as "limit",
    case when c.is_ceiling then 'at most' else 'at least' end as direction,
    c.is_met,
    case when c.measured is null then 'nothing to measure yet' else 'ok' end as status,
    c.planned,
    c.band[1] as measured_p10,
    c.band[2] as measured_p90,
    case when c.path_count > 0 then c.met_count::double / c.path_count end as met_path_share,
    a.unit,
    c.basis,
    a.source,
    a.verification,
    a.url
from cells as c
inner join scenarios as s on s.scenario_id = c.scenario_id
inner join year_numbers as y on y.year_number = c.year_number
inner join assumptions_data as a on a.name = c.name
order by c.scenario_id, mandate, year
