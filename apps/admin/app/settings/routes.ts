import { index, type RouteConfigEntry, route } from '@remix-run/route-config';

export const settingsRoutes: RouteConfigEntry[] = [
  route('settings', 'settings/settings-layout.tsx', [
    index('settings/provider.tsx'),
    route('thresholds', 'settings/thresholds.tsx'),
    route('modes', 'settings/modes.tsx'),
    route('ssg', 'settings/ssg.tsx'),
    route('alerts', 'settings/alerts.tsx'),
    route('users', 'settings/users/users.tsx', [route('invite', 'settings/users/invite-user.tsx')]),
    route('users/:userId', 'settings/users/user.tsx', [
      route('roles', 'settings/users/set-roles.tsx'),
      route('deactivate', 'settings/users/deactivate-user.tsx'),
      route('reactivate', 'settings/users/reactivate-user.tsx'),
      route('password-link', 'settings/users/password-link.tsx'),
    ]),
    route('api-keys', 'settings/api-keys/api-keys.tsx', [route(':apiKeyId/revoke', 'settings/api-keys/revoke-api-key.tsx')]),
    route('api-keys/new', 'settings/api-keys/new-api-key.tsx'),
    route('webhooks', 'settings/webhooks/webhooks.tsx'),
    route('webhooks/new', 'settings/webhooks/new-webhook.tsx'),
    route('webhooks/:webhookId', 'settings/webhooks/webhook.tsx', [
      route('rotate', 'settings/webhooks/rotate-secret.tsx'),
      route('remove', 'settings/webhooks/remove-webhook.tsx'),
    ]),
    route('webhooks/:webhookId/edit', 'settings/webhooks/edit-webhook.tsx'),
  ]),
];
