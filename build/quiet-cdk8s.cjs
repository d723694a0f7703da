#!/usr/bin/env node
// The CLI of cdk8s without its check for upgrades: that asks the npm registry at every run, and without network it prints
// a stack trace. Only an option or this variable switches it off. Source: cdk8s-cli, lib/cli/index.js.
process.env.CDK8S_CHECK_UPGRADE ??= 'false';
require('../node_modules/cdk8s-cli/bin/cdk8s');
