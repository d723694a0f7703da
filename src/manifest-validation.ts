import { existsSync, readFileSync } from 'node:fs';
import { openMesh } from './lines/open-mesh';
import { pathText, UserError } from './problem';
import type { ManifestProblem } from './validate/manifest';
import type { Validation } from './validate/validate-files';

/** The options of `properties` in cdk8s.yaml. */
export interface ManifestValidationProps {
  /** The mesh file, with the Kubernetes version of each cluster. @default 'mesh.yaml' */
  readonly config?: string;
  /**
   * Kubernetes version of every manifest, for an app without a mesh file. Each file is then checked alone.
   * @default - the versions of the mesh
   */
  readonly kubernetes?: string;
}

/** The fields that this plugin uses of the cdk8s CLI's context. Source: cdk8s-cli, lib/plugins/validation.d.ts. */
export interface ValidationContext {
  /** Paths of the manifests. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly manifestPath: string;
        readonly locations: readonly string[];
      }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

/**
 * The validation of `istio-remote check` as a plugin of the cdk8s CLI. Listed under `validations` in cdk8s.yaml, it
 * makes `cdk8s synth` fail if the cluster would refuse a manifest.
 */
export class ManifestValidation {
  constructor(private readonly props: ManifestValidationProps = {}) {}

  /** Called by the cdk8s CLI after the synth. */
  async validate({ manifests, report }: ValidationContext): Promise<void> {
    try {
      const validation = await this.open();
      for (const path of manifests) validation.pass({ path, text: readFileSync(path, 'utf8') });
      const problems = validation.problems();
      for (const problem of problems) report.addViolation(violationOf(problem));
      report.submit(problems.length === 0 ? 'success' : 'failure', { manifests: String(manifests.length) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const recommendation = error.message;
      const fix = 'Set properties.config to the mesh file, or properties.kubernetes to a version';
      report.addViolation({ ruleName: 'istio-remote/mesh', recommendation, fix, violatingResources: [] });
      report.submit('failure');
    }
  }

  private async open(): Promise<Validation> {
    const { config = 'mesh.yaml', kubernetes } = this.props;
    const { validationFor, validationOf } = await import('./validate/validate-files');
    if (kubernetes !== undefined) return validationFor(kubernetes);
    if (!existsSync(config))
      throw new UserError(`${config}: expected the mesh of these manifests, found no file`);
    const { mesh, line } = await openMesh(config);
    return validationOf(mesh, line.validation(mesh));
  }
}

function violationOf({ rule, object, file = '', position, path, message, fix }: ManifestProblem) {
  const place = position === undefined ? file : `${file}:${position.line}:${position.column}`;
  return {
    ruleName: `istio-remote/${rule}`,
    recommendation: object === '' ? message : message.slice(object.length + 2),
    fix: fix ?? 'Correct the value',
    violatingResources: [
      { resourceName: object, manifestPath: file, locations: [`${place} ${pathText(path)}`.trim()] },
    ],
  };
}
