import { NoSchemaIntrospectionCustomRule, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Answers no question about the schema, neither by introspection nor by "Did you mean …". */
export function hideSchema(): Plugin {
  return {
    onValidate({ addValidationRule, setValidationFn }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
      setValidationFn((schema, document, rules, typeInfo, options) =>
        validate(schema, document, rules, { ...options, hideSuggestions: true }, typeInfo),
      );
    },
  };
}
