{{- define "sluice.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "sluice.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "sluice.labels" -}}
{{ include "sluice.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end }}

{{- define "sluice.sessionSecret" -}}
{{ .Values.session.existingSecret | default (printf "%s-session" (include "sluice.name" .)) }}
{{- end }}

{{/* Rules of a ClusterRole in one of deploy/rbac's files: those files are the roles, here they only get names and labels. */}}
{{- define "sluice.rulesOf" -}}
{{- $wanted := .kind -}}
{{- range splitList "\n---\n" (.root.Files.Get .file) -}}
{{- $one := fromYaml . -}}
{{- if eq $one.kind $wanted }}{{ toYaml $one.rules }}{{ end -}}
{{- end -}}
{{- end }}

{{- define "sluice.subject" -}}
- kind: ServiceAccount
  name: {{ .Values.serviceAccount.name }}
  namespace: {{ .Release.Namespace }}
{{- end }}
