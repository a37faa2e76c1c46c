// SPDX-License-Identifier: Apache-2.0
// Estimates from plot tables.
import type { Pair } from '../pair'

export const estimateMessages = {
  'estimate.title': ['碳汇测算', 'Estimate carbon from a plot table'],
  'estimate.lead': [
    '上传样地表（CSV，UTF-8），选择方法，得到均值、标准误、不确定性分级与扣减后的吨数；每个数字旁都注明公式与出处。',
    'Upload a plot table (CSV in UTF-8) and choose a method: mean, standard error, uncertainty class and discounted tonnes, each number with its formula and source.'
  ],
  'estimate.method': ['测算方法', 'Method'],
  'estimate.variant': ['类型', 'Variant'],
  'estimate.design': ['抽样设计', 'Sampling design'],
  'estimate.design_random': ['随机抽样', 'Random'],
  'estimate.design_systematic': ['系统抽样', 'Systematic'],
  'estimate.choose': ['样地表（CSV）', 'Plot table (CSV)'],
  'estimate.columns': ['方法认得的列', 'Columns the method knows'],
  'estimate.required': ['必填', 'required'],
  'estimate.placeholder': ['替代稿：参数未经官方核实', 'Stand-in: parameters not verified against an official text'],
  'estimate.run': ['开始测算', 'Estimate'],
  'estimate.working': ['正在测算…', 'Estimating…'],
  'estimate.result': ['扣减后可签发量', 'Discounted amount that may be issued'],
  'estimate.not_issuable': ['本测算不可用于签发', 'Nothing may be issued from this estimate'],
  'estimate.figures': ['结果', 'Figures'],
  'estimate.figure': ['指标', 'Figure'],
  'estimate.value': ['数值', 'Value'],
  'estimate.formula': ['公式', 'Formula'],
  'estimate.source': ['出处', 'Source'],
  'estimate.strata': ['分层结果', 'Strata'],
  'estimate.stratum': ['层', 'Stratum'],
  'estimate.parameters': ['参数', 'Parameters'],
  'estimate.evidence': ['证据', 'Evidence'],
  'estimate.file': ['文件', 'File'],
  'estimate.rows': ['{rows} 行', '{rows} rows'],
  'estimate.input_digest': ['样地表 SHA-256', 'SHA-256 of the table'],
  'estimate.trace_digest': ['测算记录 SHA-256', 'SHA-256 of the trace'],
  'estimate.rounding': ['取整', 'Rounding'],
  'estimate.submit': ['以此提交监测报告', 'Submit a report with this'],
  'confidence.published': ['已发表', 'published'],
  'confidence.unverified': ['未核实', 'unverified'],
  'confidence.own': ['本系统规定', 'own rule'],
  'confidence.official': ['官方', 'official'],
  'confidence.general': ['通用', 'general'],
  'confidence.derived': ['推导', 'derived'],
  'confidence.placeholder': ['替代', 'placeholder']
} satisfies Record<string, Pair>
