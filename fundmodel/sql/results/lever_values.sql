-- What each lever of public support is worth to every party, and costs the public side: the full set less the set
-- without it, on the same paths. Row joint is the full set less no lever at all; interaction is what the levers
-- together do beyond the sum of each. Of foreign investors after tax and hedges; tax office and hedge banks are
-- parties, so that the changes sum to zero. Empty for scenarios without a lever.
-- grain: scenario_id, place, party_place, path_group
-- units: whole won; value is the mean change of net cash over life, shared so that investors and those outside sum to
--        zero; total_krw the sum over path_count paths; cost is the change with its sign turned, p95 over the random
--        paths; present values in quarter 0 at the government's yield; rates per year of mean cash; loss shares of the
--        random paths that paid in; place of the lever, joint and interaction last
-- source: lever_totals, lever_irrs; METHOD.md, "Public money for others"
with listed as (
    select party_id, party_code, party_kind, class_id, party_id as party_place
    from parties
    where party_kind in ('class', 'investor')
    union all by name
    select
        unnest([-1, -1 - 1]) as party_id,
        unnest(['tax_office', 'hedge_banks']) as party_code,
        'outside' as party_kind,
        -1 as class_id,
        (select max(party_id) from parties) + unnest([1, 1 + 1]) as party_place
),
with_all as (
    select *
    from lever_totals
    where case_id = 0
),
changes as (
    select
        f.scenario_id,
        f.path_id,
        f.party_id,
        t.case_id,
        f.net_krw - t.net_krw as change_krw,
        f.present_krw - t.present_krw as present_krw
    from with_all as f
    inner join lever_totals as t
        on t.scenario_id = f.scenario_id and t.path_id = f.path_id and t.party_id = f.party_id
    where t.case_id <> 0
),
alone as (
    select
        scenario_id,
        path_id,
        party_id,
        sum(case when case_id > 0 then change_krw else 0 end)::bigint as change_krw,
        sum(case when case_id > 0 then present_krw else 0 end)::bigint as present_krw,
        sum(case when case_id < 0 then change_krw else 0 end)::bigint as joint_krw,
        sum(case when case_id < 0 then present_krw else 0 end)::bigint as joint_present_krw
    from changes
    group by scenario_id, path_id, party_id
),
ordered as (
    select c.scenario_id, c.path_id, c.party_id, n.lever_id as place, n.lever, c.change_krw, c.present_krw
    from changes as c
    inner join support_levers as n on n.lever_id = c.case_id
    union all by name
    select
        scenario_id, path_id, party_id, (select max(lever_id) from support_levers) + 1 as place, 'joint' as lever,
        joint_krw as change_krw, joint_present_krw as present_krw
    from alone
    union all by name
    select
        scenario_id, path_id, party_id, (select max(lever_id) from support_levers) + 1 + 1 as place,
        'interaction' as lever,
        joint_krw - change_krw as change_krw, joint_present_krw - present_krw as present_krw
    from alone
),
sums as (
    select
        o.scenario_id,
        o.place,
        o.lever,
        o.party_id,
        case when o.path_id = 0 then 'central' else 'random' end as path_group,
        count(*)::bigint as path_count,
        sum(o.change_krw)::bigint as total_krw,
        sum(o.present_krw)::bigint as total_present_krw,
        quantile_cont(-o.change_krw, [0.95])[1] as p95_cost_krw,
        quantile_cont(-o.present_krw, [0.95])[1] as p95_present_cost_krw
    from ordered as o
    group by o.scenario_id, o.place, o.lever, o.party_id, case when o.path_id = 0 then 'central' else 'random' end
),
-- Means of investors and of those outside sum to zero to the won: each is the step of the running mean.
run as (
    select
        s.*,
        p.party_code,
        p.party_kind,
        p.class_id,
        p.party_place,
        sum(case when p.party_kind = 'class' then 0 else s.total_krw end) over (
            partition by s.scenario_id, s.place, s.path_group order by p.party_place
        )::bigint as running_krw
    from sums as s
    inner join listed as p on p.party_id = s.party_id
),
members as (
    select
        *,
        case
            when party_kind <> 'class'
                then running_krw // path_count - (running_krw - total_krw) // path_count
        end as value_krw
    from run
),
shared as (
    select
        *,
        sum(case when party_kind = 'investor' then value_krw else 0 end) over (
            partition by scenario_id, place, path_group, class_id
        )::bigint as class_value_krw
    from members
),
chances as (
    select
        scenario_id,
        case_id,
        party_id,
        (count(*) filter (where is_loss))::bigint as losses,
        nullif(count(is_loss), 0)::bigint as chances
    from lever_totals
    where path_id > 0
    group by scenario_id, case_id, party_id
),
changed_chances as (
    select
        o.scenario_id,
        o.party_id,
        o.case_id,
        w.losses::double / w.chances as with_share,
        o.losses::double / o.chances as without_share,
        (w.losses - o.losses)::double / w.chances as change_share,
        (
            sum(case when o.case_id < 0 then w.losses - o.losses else o.losses - w.losses end) over (
                partition by o.scenario_id, o.party_id
            )
        )::bigint::double / w.chances as beyond_share
    from chances as o
    inner join chances as w on w.scenario_id = o.scenario_id and w.party_id = o.party_id and w.case_id = 0
    where o.case_id <> 0
),
-- Rates and chances without the lever of a row; a joint row, and what is beyond it, is without any.
rated as (
    select
        s.*,
        s.lever = 'interaction' as is_beyond,
        w.rate as with_rate,
        w.status as with_status,
        o.rate as without_rate,
        o.status as without_status,
        o.change_rate,
        o.beyond_rate,
        c.with_share,
        c.without_share,
        c.change_share,
        c.beyond_share
    from shared as s
    left join lever_irrs as w
        on w.scenario_id = s.scenario_id and w.party_id = s.party_id and w.path_group = s.path_group and w.case_id = 0
    left join lever_irrs as o
        on o.scenario_id = s.scenario_id and o.party_id = s.party_id and o.path_group = s.path_group
        and o.case_id = case when s.lever in ('joint', 'interaction') then -1 else s.place end
    left join changed_chances as c
        on c.scenario_id = s.scenario_id and c.party_id = s.party_id and s.path_group = 'random'
        and c.case_id = case when s.lever in ('joint', 'interaction') then -1 else s.place end
)
select
    r.scenario_id,
    s.scenario,
    r.place::integer as place,
    r.lever,
    r.party_place::integer as party_place,
    r.party_id::integer as party_id,
    r.party_code,
    r.party_kind,
    r.path_group,
    r.path_count,
    case when r.party_kind = 'class' then r.class_value_krw else r.value_krw end as value_krw,
    case when r.path_group = 'random' then r.p95_cost_krw::bigint end as p95_cost_krw,
    r.total_present_krw // r.path_count as present_value_krw,
    case when r.path_group = 'random' then r.p95_present_cost_krw::bigint end as p95_present_cost_krw,
    r.total_krw,
    r.with_rate as irr_with_rate,
    r.with_status as irr_with_status,
    case when not r.is_beyond then r.without_rate end as irr_without_rate,
    case when not r.is_beyond then r.without_status end as irr_without_status,
    case when r.is_beyond then r.beyond_rate else r.change_rate end as irr_change_rate,
    r.with_share as loss_with_share,
    case when not r.is_beyond then r.without_share end as loss_without_share,
    case when r.is_beyond then r.beyond_share else r.change_share end as loss_change_share
from rated as r
inner join scenarios as s on s.scenario_id = r.scenario_id
order by r.scenario_id, r.place, r.party_place, r.path_group
