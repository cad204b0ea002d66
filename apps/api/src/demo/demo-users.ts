export interface DemoUser {
  name: string;
  email: string;
  roles: string;
}

/** Invented people. Two of them share a name, and one whose name stands in a trainer list is no trainer (bugs 9, 10). */
export const DEMO_USERS = [
  { name: 'Farah Iskandar', email: 'farah.iskandar@example.org', roles: 'admin' },
  { name: 'Grace Seah', email: 'grace.seah@example.org', roles: 'operations' },
  { name: 'Desmond Quek', email: 'desmond.quek@example.org', roles: 'finance' },
  { name: 'Meera Vasu', email: 'meera.vasu@example.org', roles: 'auditor' },
  { name: 'Aaron Pereira', email: 'aaron.pereira@example.org', roles: 'trainer' },
  { name: 'Bala Krishnan', email: 'bala.krishnan@example.org', roles: 'trainer' },
  { name: 'Cheryl Sim', email: 'cheryl.sim@example.org', roles: 'trainer' },
  { name: 'Daniel Oh', email: 'daniel.oh@example.org', roles: 'trainer' },
  { name: 'Elaine Foo', email: 'elaine.foo@example.org', roles: 'trainer' },
  { name: 'Faizah Rahman', email: 'faizah.rahman@example.org', roles: 'trainer' },
  { name: 'Gopal Singh', email: 'gopal.singh@example.org', roles: 'trainer' },
  { name: 'Helen Yap', email: 'helen.yap@example.org', roles: 'trainer|operations' },
  { name: 'Tan Wei Ming', email: 'weiming.tan@example.org', roles: 'trainer' },
  { name: 'Tan Wei Ming', email: 'tan.wei.ming@example.org', roles: 'trainer' },
  { name: 'Chua Beng Huat', email: 'benghuat.chua@example.org', roles: 'operations' },
] as const satisfies readonly DemoUser[];
