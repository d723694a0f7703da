import { mesh, type WrongMesh, withRemotes } from './wrong-mesh';

export const ranges: readonly WrongMesh[] = [
  {
    name: 'ranges that are none',
    yaml: withRemotes(
      '{ name: eu, podCidrs: [10.0.0.0/16, 10.1.0.5/16, 10.2.0.0, 10.3.0.0/33, 10.4.0.0/8/8, 3, "fd00::/64", "fd01::1/64", 10.5.0.0/016] }',
    ),
    problems: [
      '6:41 remotes[0].podCidrs[1]: expected a CIDR without host bits, such as 10.20.0.0/16, got "10.1.0.5/16". Write 10.1.0.0/16',
      '6:54 remotes[0].podCidrs[2]: expected a CIDR without host bits, such as 10.20.0.0/16, got "10.2.0.0". Add the length of the prefix: 10.2.0.0/…',
      '6:64 remotes[0].podCidrs[3]: expected a CIDR without host bits, such as 10.20.0.0/16, got "10.3.0.0/33"',
      '6:77 remotes[0].podCidrs[4]: expected a CIDR without host bits, such as 10.20.0.0/16, got "10.4.0.0/8/8"',
      '6:91 remotes[0].podCidrs[5]: expected a CIDR without host bits, such as 10.20.0.0/16, got 3',
      '6:107 remotes[0].podCidrs[7]: expected a CIDR without host bits, such as 10.20.0.0/16, got "fd01::1/64". Write fd01::/64',
      '6:121 remotes[0].podCidrs[8]: expected a CIDR without host bits, such as 10.20.0.0/16, got "10.5.0.0/016"',
    ],
  },
  {
    name: 'the same range in two clusters',
    yaml: withRemotes('{ name: a, podCidrs: [10.20.0.0/16] }', '{ name: b, podCidrs: [10.20.0.0/16] }'),
    problems: [
      '7:27 remotes[1].podCidrs[0]: expected a range of its own, got 10.20.0.0/16, which overlaps 10.20.0.0/16 in podCidrs of a. Give all pods and services of the mesh separate ranges: its clusters share one network',
    ],
  },
  {
    name: 'a range of a remote within one of the primary',
    yaml: mesh({
      primary: 'primary: { name: hq, serviceCidrs: [10.0.0.0/8], addresses: { pilot: 10.8.0.11 } }',
      remotes: 'remotes:\n  - { name: eu, podCidrs: [10.20.0.0/16] }',
    }),
    problems: [
      '4:28 remotes[0].podCidrs[0]: expected a range of its own, got 10.20.0.0/16, which overlaps 10.0.0.0/8 in serviceCidrs of hq. Give all pods and services of the mesh separate ranges: its clusters share one network',
    ],
  },
  {
    name: 'ranges of one cluster within each other',
    yaml: withRemotes('{ name: eu, podCidrs: [10.20.0.0/16], serviceCidrs: [10.20.128.0/20] }'),
    problems: [
      '6:58 remotes[0].serviceCidrs[0]: expected a range of its own, got 10.20.128.0/20, which overlaps 10.20.0.0/16 in podCidrs of the same cluster. Give all pods and services of the mesh separate ranges: its clusters share one network',
    ],
  },
  {
    name: 'a range around those of two other clusters, once',
    yaml: withRemotes(
      '{ name: a, podCidrs: [10.1.0.0/16] }',
      '{ name: b, podCidrs: [10.2.0.0/16] }',
      '{ name: c, podCidrs: [10.0.0.0/8] }',
      '{ name: d, podCidrs: [10.3.0.0/16] }',
    ),
    problems: [
      '8:27 remotes[2].podCidrs[0]: expected a range of its own, got 10.0.0.0/8, which overlaps 10.1.0.0/16 in podCidrs of a. Give all pods and services of the mesh separate ranges: its clusters share one network',
    ],
  },
  {
    name: 'ranges of IPv6 within each other',
    yaml: withRemotes(
      '{ name: a, podCidrs: ["fd00::/8"] }',
      '{ name: b, serviceCidrs: ["fd00:1::/64", "FD00:0001::/112"] }',
    ),
    problems: [
      '7:31 remotes[1].serviceCidrs[0]: expected a range of its own, got fd00:1::/64, which overlaps fd00::/8 in podCidrs of a. Give all pods and services of the mesh separate ranges: its clusters share one network',
      '7:46 remotes[1].serviceCidrs[1]: expected a range of its own, got FD00:0001::/112, which overlaps fd00::/8 in podCidrs of a. Give all pods and services of the mesh separate ranges: its clusters share one network',
    ],
  },
  {
    name: 'an overlap beside a broken range',
    yaml: withRemotes('{ name: a, podCidrs: [oops, 10.20.0.0/16] }', '{ name: b, podCidrs: [10.20.0.0/16] }'),
    problems: [
      '6:27 remotes[0].podCidrs[0]: expected a CIDR without host bits, such as 10.20.0.0/16, got "oops"',
      '7:27 remotes[1].podCidrs[0]: expected a range of its own, got 10.20.0.0/16, which overlaps 10.20.0.0/16 in podCidrs of a. Give all pods and services of the mesh separate ranges: its clusters share one network',
    ],
  },
];
