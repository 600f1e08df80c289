import type { Chance } from './chance.ts'

// Common family and given names, put together by chance: they belong to nobody in particular.
const FAMILY = [...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾夏付方邹熊白孟秦邱江尹薛']
const WOMEN_OLD = ['秀英', '桂英', '秀兰', '玉兰', '桂兰', '素珍', '淑珍', '凤英', '玉珍', '翠花', '兰芳', '菊英', '桂芳', '素华', '正芳', '朝秀', '文秀', '光珍', '世芬', '国芬', '绍珍', '开秀']
const MEN_OLD = ['建国', '国强', '正华', '德明', '光明', '世荣', '文学', '朝贵', '绍清', '开华', '国富', '兴发', '永福', '天才', '加林', '成林', '明富', '正才', '洪富', '应祥', '启明', '发科']
const WOMEN = ['燕', '霞', '丽', '敏', '芳', '静', '玲', '艳', '娟', '小兰', '春梅', '晓燕', '雪梅', '小英', '红梅', '丽华', '海燕', '金凤']
const MEN = ['勇', '军', '强', '伟', '涛', '平', '志刚', '建军', '小华', '国平', '华明', '志强', '永刚', '兴华', '云飞', '海波', '大兵']
const GIRLS = ['雨桐', '欣怡', '梓涵', '思雨', '诗涵', '佳怡', '若曦', '可馨', '雨萱', '一诺', '梦琪', '语嫣']
const BOYS = ['浩宇', '子轩', '宇航', '梓豪', '俊杰', '子涵', '浩然', '博文', '天佑', '铭轩', '家豪', '一鸣']

/** A name as people of that age and sex are called. */
export function nameOf(dice: Chance, sex: 1 | 2, age: number): string {
  const given = age >= 50 ? (sex === 2 ? WOMEN_OLD : MEN_OLD) : age >= 18 ? (sex === 2 ? WOMEN : MEN) : sex === 2 ? GIRLS : BOYS
  return dice.pick(FAMILY) + dice.pick(given)
}

// What workers write after a normal visit, and after one that was not.
export const CALM = [
  '在家，精神好，三餐正常。', '刚从地里回来，身体硬朗。', '在院坝晒太阳，聊了家常。', '血压药按时在吃，无不适。', '女儿周末回来过，情绪稳定。', '家中整洁，煤气已关好。',
  '腿脚比上月好些，能自己买菜。', '说话声音清楚，说一切都好。', '和邻居打牌，心情不错。', '睡眠一般，提醒少喝浓茶。', '屋里暖和，被子已换厚的。', '药品剩半月量，会让儿子去取。',
]
export const TROUBLED = [
  '说膝盖疼得厉害，上下楼要人扶。', '灶台边电线老化，有安全隐患。', '低保证到期，不知道怎么办年审。', '夜里咳嗽，没有去看医生。', '儿子在外打工半年没有联系，情绪低落。',
  '卫生间地滑，上周差点摔倒，想装扶手。', '轮椅坏了，推不动。', '孙女学习跟不上，奶奶辅导不了。', '房顶漏雨，床已挪开。', '忘记吃药几次，需要药盒。',
]
export const WANTED = [
  ['卫生间想装扶手，怕再摔倒。', 'normal'], ['想申请残疾人两项补贴，不知道要什么材料。', 'normal'], ['冬天没有厚被子，请帮忙想办法。', 'urgent'],
  ['孩子放学没人辅导作业。', 'normal'], ['想找人陪着去县医院复查眼睛。', 'urgent'], ['轮椅坏了，想换一个。', 'urgent'], ['房顶漏雨，申请危房改造要找哪里？', 'normal'],
  ['一个人闷得慌，想有人常来说说话。', 'normal'], ['丈夫中风后花钱多，想问能不能申请临时救助。', 'urgent'], ['邻居占了出水沟，请帮忙调解。', 'normal'],
] as const
export const ACTIVITIES = [
  ['重阳敬老坝坝会', 'culture', 86], ['防诈骗知识宣讲', 'policy-publicity', 52], ['四点半课堂', 'education', 24], ['义诊进社区', 'health', 73], ['低保政策宣传', 'policy-publicity', 61],
  ['老人集体生日', 'culture', 38], ['防溺水安全课', 'safety', 45], ['邻里包饺子', 'mutual-aid', 40], ['康复辅具体验日', 'health', 29], ['用手机交医保', 'skills', 33],
] as const
export const TASKS = [
  ['低保年审入户核查', 'dibao-check', 90], ['高龄津贴认证', 'allowance-recertification', 60], ['收集残疾人补贴材料', 'material-collection', 45], ['参加镇例会', 'meeting-duty', 60], ['防汛值守', 'flood-duty', 180],
  ['报送困难群众名单', 'census', 30], ['慰问品发放', 'distribution', 120],
] as const
