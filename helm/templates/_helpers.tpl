{{- define "wasteland.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Short enough that what is put behind it fits into 63 characters too. */}}
{{- define "wasteland.fullname" -}}
{{- $name := include "wasteland.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "wasteland.selectorLabels" -}}
app.kubernetes.io/name: {{ include "wasteland.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "wasteland.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "wasteland.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "wasteland.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "wasteland.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* The variable of a value: doltRemoteUrl is WASTELAND_DOLT_REMOTE_URL. */}}
{{- define "wasteland.variable" -}}
{{- printf "WASTELAND_%s" (snakecase . | upper) }}
{{- end }}

{{/* YAML reads a plain `off` as false. */}}
{{- define "wasteland.doltRemotePort" -}}
{{- .Values.config.doltRemotePort | default "off" }}
{{- end }}

{{- define "wasteland.servesDolt" -}}
{{- if ne (include "wasteland.doltRemotePort" .) "off" }}yes{{ end }}
{{- end }}

{{- define "wasteland.secretsDir" -}}
/run/secrets/wasteland
{{- end }}

{{/* Each existing Secret as the file that its …_FILE variable names; empty when there is none. */}}
{{- define "wasteland.secretSources" -}}
{{- range $name, $from := .Values.existingSecret }}
{{- if $from }}
- secret:
    name: {{ $from.name }}
    items:
      - key: {{ $from.key }}
        path: {{ $name }}
{{- end }}
{{- end }}
{{- end }}
