#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator
    $script:first, $script:others = $cloud.Devices[0], $cloud.Devices[1..3]
    $script:values = @{ first = $first; secret = ConvertTo-Token '73190264'; cube = Get-TestFile }
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'What goes wrong' {
    BeforeEach {
        Connect-Simulator $cloud
    }

    AfterEach {
        Clear-SimulatorFault $cloud
    }

    # What would meet the other printers too ends the pipeline; the rest is one printer's misfortune.
    Context 'with the first of four printers: <Fault> <Status> <Code>' -ForEach @(
        @{
            Fault = 'Status'; Status = 401; Code = 1001; Id = 'TokenRefused'; Category = 'AuthenticationError'
            Says = '*code 1001*Sign in again*Connect-BambuCloud*'; Ends = $true
        }
        @{
            Fault = 'Status'; Status = 401; Code = 1002; Id = 'TokenExpired'
            Category = 'AuthenticationError'; Says = '*has expired*Sign in again*'; Ends = $true
        }
        @{
            Fault = 'Status'; Status = 403; Code = 8; Id = 'Forbidden'
            Category = 'PermissionDenied'; Says = "*may not do*Check that it is yours*"
        }
        @{ Fault = 'Status'; Status = 404; Code = 404; Id = 'NotFound'; Category = 'ObjectNotFound'; Says = '*knows nothing of*' }
        @{
            Fault = 'Status'; Status = 404; Code = 1003; Id = 'DeviceNotFound'
            Category = 'ObjectNotFound'; Says = '*not in this account*Get-BambuDevice*'
        }
        @{ Fault = 'Status'; Status = 405; Code = 405; Id = 'MethodNotAllowed'; Category = 'InvalidOperation'; Says = '*no longer takes*' }
        @{
            Fault = 'Status'; Status = 400; Code = 1004; Id = 'DeviceOffline'
            Category = 'ResourceUnavailable'; Says = '*is offline*Switch it on*'
        }
        @{
            Fault = 'Status'; Status = 400; Code = 1005; Id = 'PrintRejected'
            Category = 'InvalidOperation'; Says = "*not accepted*Look at the printer*"
        }
        @{
            Fault = 'Status'; Status = 400; Code = 1006; Id = 'UploadFailed'
            Category = 'WriteError'; Says = '*did not take the file*Send it again*'
        }
        @{
            Fault = 'Status'; Status = 400; Code = 77; Id = 'RequestRejected'
            Category = 'InvalidOperation'; Says = '*HTTP 400, code 77: Ordered fault*'
        }
        @{
            Fault = 'Status'; Status = 429; Code = 429; RetryAfter = 120; Id = 'RateLimited'
            Category = 'LimitsExceeded'; Says = '*Too many requests*Try again in 120 s*'; Ends = $true
        }
        @{
            Fault = 'Status'; Status = 503; Code = 503; RetryAfter = 0; Times = 4; Id = 'ServiceFault'
            Category = 'ProtocolError'; Says = '*fault of the service. Try again later*'
        }
        @{
            Fault = 'ErrorIn200'; Status = 200; Code = 1004; Id = 'DeviceOffline'
            Category = 'ResourceUnavailable'; Says = '*is offline*Switch it on*'
        }
        @{
            Fault = 'ErrorIn200'; Status = 200; Code = 77; Id = 'RequestRejected'
            Category = 'InvalidOperation'; Says = '*HTTP 200, code 77*'
        }
        @{
            Fault = 'Html'; Status = 403; Id = 'EdgeChallenge'
            Category = 'PermissionDenied'; Says = '*edge page*wait some minutes*'; Ends = $true
        }
        @{
            Fault = 'Html'; Status = 200; Id = 'EdgeChallenge'
            Category = 'PermissionDenied'; Says = '*edge page*wait some minutes*'; Ends = $true
        }
        @{
            Fault = 'NotJson'; Status = 200; Id = 'UnexpectedResponse'
            Category = 'ProtocolError'; Says = '*no JSON*Check the API endpoint*'
        }
        @{ Fault = 'OtherShape'; Status = 200; Id = 'UnexpectedResponse'; Category = 'ProtocolError'; Says = '*another shape*' }
        @{ Fault = 'Reset'; Times = 4; Id = 'ConnectionLost'; Category = 'ConnectionError'; Says = '*broke before the answer*' }
        @{ Fault = 'Stall'; TimeoutSec = 1; Id = 'TimedOut'; Category = 'OperationTimeout'; Says = '*did not answer*in time*' }
    ) {
        It 'is one error with its own id, category, target and advice' {
            $route = 'GET /v1/iot-service/api/user/device/info'
            $times = $_.Times ?? 1
            if ($_.TimeoutSec) {
                Connect-BambuCloud -AccessToken (ConvertTo-Token $cloud.AccessToken) `
                    -ApiEndpoint $cloud.ApiEndpoint -MqttEndpoint $cloud.MqttEndpoint -TimeoutSec $_.TimeoutSec
            }
            Add-SimulatorFault $cloud $route $Fault -Times $times -Status $_.Status -Code $_.Code -RetryAfter $_.RetryAfter
            $before = Get-RequestCount $cloud $route

            $run = Invoke-Pipeline { Get-BambuDevice | Get-BambuDeviceInfo -Verbose }

            # What ends a pipeline is thrown in the runspace of its own, and written where a person sits.
            $faults = @($run.Thrown ? $run.Thrown.ErrorRecord : $run.Error)
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -Be "BambuCloud.$Id,BambuCloud.Cmdlets.GetBambuDeviceInfo"
            $faults[0].CategoryInfo.Category | Should -Be $Category
            $faults[0].TargetObject | Should -Be $first
            "$($faults[0])" | Should -BeLike $Says
            # At the prompt a printer has its name; the exception knows its id.
            $told = $faults[0].Exception.Message -replace "'$first'", "'P1S 1 ($first)'"
            "$($faults[0])" | Should -Be "$told $($faults[0].ErrorDetails.RecommendedAction)".TrimEnd()
            "$($faults[0])" | Should -Not -Match '<|\?|device_id='
            $faults[0].Exception.RetryAfter.TotalSeconds | Should -Be $_.RetryAfter
            $faults[0].Exception.Endpoint | Should -Be $route
            $faults[0].Exception.HttpStatus | Should -Be $_.Status
            $faults[0].Exception.CloudCode | Should -Be $_.Code
            $faults[0].Exception.Attempts | Should -Be $times
            $run.Output | ForEach-Object DeviceId | Should -Be ($_.Ends ? $null : $others)
            (Get-RequestCount $cloud $route) - $before | Should -Be ($times + ($_.Ends ? 0 : 3))
        }
    }

    Context 'with any cmdlet' {
        It 'is one error about <About> (<Command>)' -ForEach @(
            @{ Command = { Get-BambuDevice }; Route = 'GET /v1/iot-service/api/user/bind'; About = 'nothing' }
            @{
                Command = { Register-BambuDevice 01P00A00000ABCD New $secret }
                Route = 'POST /v1/iot-service/api/user/bind'; About = '01P00A00000ABCD'
            }
            @{
                Command = { Unregister-BambuDevice $first -Confirm:$false }
                Route = 'DELETE /v1/iot-service/api/user/bind'; About = '01P00A000000001'
            }
            @{ Command = { Get-BambuDeviceInfo }; Route = 'GET /v1/iot-service/api/user/device/info'; About = 'nothing' }
            @{
                Command = { Rename-BambuDevice $first New }; Route = 'PATCH /v1/iot-service/api/user/device/info'; About = '01P00A000000001'
            }
            @{ Command = { Get-BambuFirmware $first }; Route = 'GET /v1/iot-service/api/user/device/version'; About = '01P00A000000001' }
            @{ Command = { Get-BambuPrint }; Route = 'GET /v1/iot-service/api/user/print'; About = 'nothing' }
            @{ Command = { Get-BambuPrint $first }; Route = 'GET /v1/iot-service/api/user/print'; About = '01P00A000000001' }
            @{
                Command = { Send-BambuPrint $cube -DeviceId $first }
                Route = 'POST /v1/iot-service/api/user/print'; About = '01P00A000000001'
            }
            @{ Command = { Get-BambuProject }; Route = 'GET /v1/iot-service/api/user/project'; About = 'nothing' }
            @{ Command = { Get-BambuProject proj_001 }; Route = 'GET /v1/iot-service/api/user/project/proj_001'; About = 'proj_001' }
            @{ Command = { Get-BambuTask }; Route = 'GET /v1/user-service/my/tasks'; About = 'nothing' }
            @{ Command = { Get-BambuTask -DeviceId $first }; Route = 'GET /v1/user-service/my/tasks'; About = '01P00A000000001' }
            @{ Command = { Get-BambuTask -TaskId 410000001 }; Route = 'GET /v1/iot-service/api/user/task/410000001'; About = '410000001' }
            @{
                Command = { New-BambuTask -ModelId m -Title t -ProfileId p -DeviceId $first }
                Route = 'POST /v1/user-service/my/task'; About = '01P00A000000001'
            }
            @{ Command = { Send-BambuFile $cube }; Route = 'GET /v1/iot-service/api/user/upload'; About = '*cube.gcode.3mf' }
            @{ Command = { Get-BambuNotification }; Route = 'GET /v1/iot-service/api/user/notification'; About = 'nothing' }
            @{
                Command = { Set-BambuNotification notif_0001 -Read }
                Route = 'PUT /v1/iot-service/api/user/notification'; About = 'notif_0001'
            }
        ) {
            Add-SimulatorFault $cloud $Route ErrorIn200 -Code 77
            $before = Get-RequestCount $cloud $Route

            $run = Invoke-Pipeline $Command -Variables $values

            $faults = @($run.Thrown ? $run.Thrown.ErrorRecord : $run.Error)
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -BeLike 'BambuCloud.RequestRejected,BambuCloud.Cmdlets.*'
            $faults[0].CategoryInfo.Category | Should -Be 'InvalidOperation'
            $faults[0].Exception.Endpoint | Should -Be $Route
            "$($faults[0])" | Should -BeLike "*$Route*Ordered fault*"
            $faults[0].TargetObject | Should -BeLike ($About -eq 'nothing' ? '' : $About)
            $run.Output | Should -BeNullOrEmpty
            (Get-RequestCount $cloud $Route) - $before | Should -Be 1
        }

        It 'is told without holes where it is about no printer (<Code>)' -ForEach @(
            @{ Status = 404; Code = 404 }
            @{ Status = 400; Code = 1004 }
            @{ Status = 400; Code = 1005 }
        ) {
            Add-SimulatorFault $cloud 'GET /v1/iot-service/api/user/bind' Status -Status $Status -Code $Code
            "$(Get-Fault { Get-BambuDevice })" | Should -Not -Match "''|  | of under| for \(|printer \(HTTP"
        }
    }

    Context 'and is tried again' {
        It 'is told by -Verbose, try by try (<Command>)' -ForEach @(
            @{ Command = { Get-BambuDevice -Verbose }; Route = 'GET /v1/iot-service/api/user/bind'; Out = 4 }
            @{ Command = { Get-BambuTask -First 1 -Verbose }; Route = 'GET /v1/user-service/my/tasks'; Out = 1 }
            @{
                Command = { Set-BambuNotification notif_0001 -Unread -Verbose }
                Route = 'PUT /v1/iot-service/api/user/notification'; Out = 0
            }
            @{ Command = { Rename-BambuDevice $first 'P1S 1' -Verbose }; Route = 'PATCH /v1/iot-service/api/user/device/info'; Out = 0 }
            @{ Command = { Send-BambuFile $cube -Verbose }; Route = 'GET /v1/iot-service/api/user/upload'; Out = 1 }
        ) {
            Add-SimulatorFault $cloud $Route Reset
            Add-SimulatorFault $cloud $Route Status -Status 502
            Add-SimulatorFault $cloud $Route Status -Status 429 -RetryAfter 'Wed, 21 Oct 2015 07:28:00 GMT' # The other form; it is over.
            $before = Get-RequestCount $cloud $Route

            $run = Invoke-Pipeline $Command -Variables $values

            $run.Error | Should -BeNullOrEmpty
            $run.Thrown | Should -BeNullOrEmpty
            $run.Output | Should -HaveCount $Out
            (Get-RequestCount $cloud $Route) - $before | Should -Be 4
            $lines = @($run.Verbose.Message -like "${Route}:*")
            $lines | Should -HaveCount 6
            $lines[0] | Should -Match ': HttpRequestException; try 2 of 4 in \d+\.\d s$'
            $lines[1] | Should -Match ': HTTP 502 in \d+ ms$'
            $lines[2] | Should -Match ': HTTP 502; try 3 of 4 in \d+\.\d s$'
            $lines[3] | Should -Match ': HTTP 429 in \d+ ms$'
            $lines[4] | Should -Match ': HTTP 429; try 4 of 4 in 1\.0 s$'
            $lines[5] | Should -Match ': HTTP 200 in \d+ ms$'
            $run.Verbose.Message | Should -Not -Match '\?|Signature|Bearer'
        }

        It 'writes its delays alike, whatever the culture (<_>)' -ForEach 'de-DE', 'tr-TR' {
            Add-SimulatorFault $cloud 'GET /v1/iot-service/api/user/bind' Status -Status 503 -RetryAfter 0
            $run = Invoke-Pipeline -Culture $_ { Get-BambuDevice -Verbose }
            $run.Verbose.Message | Should -Contain 'GET /v1/iot-service/api/user/bind: HTTP 503; try 2 of 4 in 0.3 s'
        }
    }

    Context 'with what must not happen twice: <Command>' -ForEach @(
        @{ Command = { Send-BambuPrint $cube -DeviceId $first -Verbose }; Route = 'POST /v1/iot-service/api/user/print' }
        @{ Command = { Register-BambuDevice 01P00A00000ABCD New $secret -Verbose }; Route = 'POST /v1/iot-service/api/user/bind' }
        @{ Command = { New-BambuTask -ModelId m -Title t -ProfileId p -DeviceId $first -Verbose }; Route = 'POST /v1/user-service/my/task' }
    ) {
        AfterEach {
            Clear-Printer $cloud
            Get-BambuDevice | Where-Object DeviceId -NotIn $cloud.Devices | Unregister-BambuDevice -Confirm:$false
        }

        It 'is sent once when <Fault> <Status> comes for an answer, and its error says what that means' -ForEach @(
            @{ Fault = 'Lost'; Id = 'ConnectionLost'; Done = $true }
            @{ Fault = 'Reset'; Id = 'ConnectionLost' }
            @{ Fault = 'Status'; Status = 503; RetryAfter = 0; Id = 'ServiceFault' }
            @{ Fault = 'NotJson'; Id = 'UnexpectedResponse' }
            @{ Fault = 'Stall'; Id = 'TimedOut'; TimeoutSec = 1 }
            @{ Fault = 'Html'; Status = 403; Id = 'EdgeChallenge'; Sure = $true }
            @{ Fault = 'ErrorIn200'; Id = 'DeviceOffline'; Code = 1004; Sure = $true }
        ) {
            $print = $Route -like '*/print'
            if ($_.TimeoutSec) {
                Connect-BambuCloud -AccessToken (ConvertTo-Token $cloud.AccessToken) `
                    -ApiEndpoint $cloud.ApiEndpoint -MqttEndpoint $cloud.MqttEndpoint -TimeoutSec $_.TimeoutSec
            }
            Add-SimulatorFault $cloud $Route $Fault -Status $_.Status -Code $_.Code -RetryAfter $_.RetryAfter
            $before = Get-RequestCount $cloud $Route

            $run = Invoke-Pipeline $Command -Variables $values

            (Get-RequestCount $cloud $Route) - $before | Should -Be 1
            if ($print -and $_.Done) { # The cloud's jobs show that it began.
                $run.Error | Should -BeNullOrEmpty
                $run.Output.DeviceId | Should -Be $first
                (Get-BambuTask -TaskId $run.Output.JobId).DeviceId | Should -Be $first
                return
            }
            $run.Output | Should -BeNullOrEmpty
            $run.Error | Should -HaveCount 1
            $run.Error[0].FullyQualifiedErrorId | Should -BeLike "BambuCloud.$($print -and -not $_.Sure ? 'PrintStartUnconfirmed' : $Id),*"
            $run.Error[0].TargetObject | Should -BeIn $first, '01P00A00000ABCD'
            $doubt = $print ? '*may have begun*Get-BambuTask before you start it again*' :
                '*may have been done all the same*Look whether it was done before you send it again*'
            "$($run.Error[0])" -like $doubt | Should -Be (-not $_.Sure)
            @($run.Verbose.Message) -like "$Route*try * of*" | Should -BeNullOrEmpty
        }

        It 'is sent again after a 429, which did nothing' {
            Add-SimulatorFault $cloud $Route Status -Status 429 -RetryAfter 0
            $before = Get-RequestCount $cloud $Route
            $run = Invoke-Pipeline $Command -Variables $values
            $run.Error | Should -BeNullOrEmpty
            $run.Output | Should -HaveCount 1
            (Get-RequestCount $cloud $Route) - $before | Should -Be 2
            $run.Verbose.Message | Should -Contain "${Route}: HTTP 429; try 2 of 4 in 0.3 s"
        }
    }
}
