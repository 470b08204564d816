import fc from 'fast-check';

const names = fc.constantFrom('a', 'b', 'c');
const scalar = fc.oneof(fc.constantFrom(null, true, false, 0, 1, 2, 1.5, -3, '', 'x', 'xy', 'xyz'));
export const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(names, tie('any'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).any;

const part = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

/** Schemas of the keywords that documents use, nested a few levels deep. */
export const schema = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, fc.constant(true), fc.constant({}), tie('object')),
  object: fc
    .record(
      {
        type: part(
          fc.oneof(
            fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object'),
            fc.constant(['string', 'null']),
          ),
        ),
        enum: part(fc.array(scalar, { minLength: 1, maxLength: 3 })),
        const: part(scalar),
        minimum: part(fc.integer({ min: -2, max: 2 })),
        exclusiveMaximum: part(fc.integer({ min: -2, max: 2 })),
        multipleOf: part(fc.constantFrom(1, 2, 0.5)),
        minLength: part(fc.integer({ min: 0, max: 2 })),
        maxLength: part(fc.integer({ min: 0, max: 2 })),
        pattern: part(fc.constantFrom('^x', 'y$')),
        items: part(tie('any')),
        prefixItems: part(fc.array(tie('any'), { minLength: 1, maxLength: 2 })),
        minItems: part(fc.integer({ min: 0, max: 2 })),
        uniqueItems: part(fc.boolean()),
        contains: part(tie('any')),
        properties: part(fc.dictionary(names, tie('any'), { maxKeys: 2 })),
        patternProperties: part(
          fc.dictionary(fc.constantFrom('^a', 'c$'), tie('any'), { maxKeys: 1 }),
        ),
        additionalProperties: part(tie('any')),
        required: part(fc.uniqueArray(names, { maxLength: 2 })),
        dependentRequired: part(
          fc.dictionary(names, fc.uniqueArray(names, { maxLength: 1 }), { maxKeys: 1 }),
        ),
        propertyNames: part(
          fc.record({ enum: fc.uniqueArray(names, { minLength: 1, maxLength: 2 }) }),
        ),
        maxProperties: part(fc.integer({ min: 0, max: 2 })),
        allOf: part(fc.array(tie('any'), { minLength: 1, maxLength: 2 })),
        anyOf: part(fc.array(tie('any'), { minLength: 1, maxLength: 2 })),
        oneOf: part(fc.array(tie('any'), { minLength: 1, maxLength: 2 })),
        not: part(tie('any')),
        if: part(tie('any')),
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: part(tie('any')),
        else: part(tie('any')),
        unevaluatedProperties: part(fc.constantFrom(false, true)),
      },
      { requiredKeys: [] },
    )
    .map((record) =>
      Object.fromEntries(
        Object.entries(record).filter(
          // Ajv 8 lets an empty list pass where `contains` stands beside `prefixItems`.
          ([key, one]) =>
            one !== undefined && (key !== 'prefixItems' || record.contains === undefined),
        ),
      ),
    ),
})).any;
