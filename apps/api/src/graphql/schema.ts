import '../modules/training-providers/training-provider.graphql.js';
import '../modules/courses/course.graphql.js';
import { builder } from './builder.js';

export const schema = builder.toSchema();
