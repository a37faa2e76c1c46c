// SPDX-License-Identifier: Apache-2.0
// Lints one OpenAPI file by the strictest set of Redocly's rules; warnings count as errors.
import { createConfig, formatProblems, lint } from '@redocly/openapi-core';

const file = process.argv[2] ?? '../../docs/reference/openapi.json';
const config = await createConfig({ extends: ['recommended-strict'] });
const problems = await lint({ ref: file, config });
if (problems.length > 0) {
  formatProblems(problems, { format: 'stylish', totals: { errors: problems.length, warnings: 0, ignored: 0 } });
}
console.log(`${file}: ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
