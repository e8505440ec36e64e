#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:id = '01P00A00000ABCD'
    $script:code = '73190264'
    $script:secret = ConvertTo-Token $code
    $script:route = 'POST /v1/iot-service/api/user/bind'
}

Describe 'Register-BambuDevice in the <ApiProfile> cloud' -ForEach @(
    @{ ApiProfile = 'documented' }
    @{ ApiProfile = 'live' }
) {
    BeforeAll {
        $script:cloud = Start-Simulator -ApiProfile $ApiProfile -Connect
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    AfterEach {
        Clear-SimulatorFault $cloud
        Get-BambuDevice | Where-Object DeviceId -NotIn $cloud.Devices | Unregister-BambuDevice -Confirm:$false
    }

    Context 'binding' {
        It 'binds a printer, and writes what became of it' {
            $binding = Register-BambuDevice -DeviceId $id -Name 'New one' -BindCode $secret
            $binding | Should -BeOfType BambuCloud.BambuDeviceBinding
            $binding.DeviceId | Should -Be $id
            $binding.Name | Should -Be 'New one'
            $binding.BindId | Should -Be "bind_$id"
            $binding.DeviceInfo.status | Should -Be 'online'
            "$binding" | Should -Be 'New one'
            (Get-BambuDevice 'New one').DeviceId | Should -Be $id
        }

        It 'takes all by position, and names in any script' {
            (Register-BambuDevice $id "Dr`u{fc}cker `u{130}`u{e7}in `u{6253}`u{5370}`u{673a}" $secret).Name |
                Should -Be "Dr`u{fc}cker `u{130}`u{e7}in `u{6253}`u{5370}`u{673a}"
            (Get-BambuDevice -DeviceId $id).Name | Should -Be "Dr`u{fc}cker `u{130}`u{e7}in `u{6253}`u{5370}`u{673a}"
        }

        It 'asks whoever sits at the console for the code that the printer shows, and shows what is typed' {
            $run = Invoke-Answered "Register-BambuDevice $id 'Asked'" " $($code.Insert(4, ' ')) "
            $run.Error | Should -BeNullOrEmpty
            $run.Output.Name | Should -Be 'Asked'
            $run.Asked | Should -HaveCount 1
            $run.Asked | Should -BeLike "*the code that '$id' shows*"
            $run.Seen | Should -HaveCount 1
        }

        It 'says so where nobody can be asked, and binds nothing' {
            $before = Get-RequestCount $cloud $route
            $fault = Get-Fault { Register-BambuDevice $id 'Nobody' }
            $fault.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
            "$fault" | Should -BeLike "*'$id'*-BindCode*"
            Get-RequestCount $cloud $route | Should -Be $before
        }

        It 'takes a list from a file, and its codes as secrets' {
            "DeviceId,Name,Code`n$id,First,$code`n${id}E,Second,$code" | Set-Content -LiteralPath 'TestDrive:/new.csv'
            $bindings = Import-Csv -LiteralPath 'TestDrive:/new.csv' | Register-BambuDevice -BindCode { ConvertTo-Token $_.Code }
            $bindings.Name | Should -Be 'First', 'Second'
            Get-BambuDevice | Should -HaveCount 6
        }

        It 'goes on in a pipeline' {
            (Register-BambuDevice $id 'New' $secret | Rename-BambuDevice -NewName 'Renamed' -PassThru).Name | Should -Be 'Renamed'
            (Register-BambuDevice "${id}E" 'Other' $secret | Get-BambuDevice).Name | Should -Be 'Other'
        }

        It 'binds a printer again that was taken out' {
            Unregister-BambuDevice $cloud.Devices[3] -Confirm:$false
            (Register-BambuDevice $cloud.Devices[3] 'P1P 1' $secret).DeviceId | Should -Be $cloud.Devices[3]
            Get-BambuDevice | Should -HaveCount 4
        }
    }

    Context 'what goes wrong' {
        It 'names the printer when <Name>' -ForEach @(
            @{ Name = 'it is bound already'; Device = '01P00A000000001'; Text = '73190264'; Says = '*bound already*' }
            @{ Name = 'the code is not the one that it shows'; Device = '01P00A00000ABCD'; Text = 'wrong987'; Says = "*'bind_code'*" }
            @{ Name = 'the code is empty'; Device = '01P00A00000ABCD'; Text = ''; Says = "*'bind_code'*" }
            @{ Name = 'its number is none'; Device = 'x'; Text = '73190264'; Says = "*'device_id'*" }
        ) {
            $fault = Get-Fault { Register-BambuDevice $Device 'New' (ConvertTo-Token $Text) }
            $fault | Should -HaveCount 1
            $fault.FullyQualifiedErrorId | Should -Be 'BambuCloud.RequestRejected,BambuCloud.Cmdlets.RegisterBambuDevice'
            $fault.CategoryInfo.Category | Should -Be 'InvalidOperation'
            $fault.TargetObject | Should -Be $Device
            "$fault" | Should -BeLike $Says
            Get-BambuDevice | Should -HaveCount 4
        }

        It 'goes on with the others' {
            $bindings = [pscustomobject]@{ DeviceId = $cloud.Devices[0]; Name = 'Again' },
                [pscustomobject]@{ DeviceId = $id; Name = 'New' } |
                Register-BambuDevice -BindCode $secret -ErrorAction SilentlyContinue -ErrorVariable faults
            $bindings.DeviceId | Should -Be $id
            $faults | Should -HaveCount 1
        }

        It 'does not take <Name>' -ForEach @(
            @{
                Name = 'a name of blanks'; Arguments = @{ DeviceId = '01P00A00000ABCD'; Name = "  `t" }
                Id = 'ParameterArgumentValidationError*'
            }
            @{ Name = 'two printers'; Arguments = @{ DeviceId = 'a', 'b'; Name = 'New' }; Id = 'CannotConvertArgument*' }
        ) {
            $before = Get-SimulatorRequest $cloud
            { Register-BambuDevice @Arguments -BindCode $secret } | Should -Throw -ErrorId $Id
            Get-SimulatorRequest $cloud | Should -Be $before
        }
    }

    Context 'with -WhatIf and -Confirm' {
        It 'binds nothing with <Name>' -ForEach @(
            @{ Name = '-WhatIf'; Script = { Register-BambuDevice $id 'New' $secret -WhatIf }; Asks = $false }
            @{ Name = '-Confirm where nobody answers'; Script = { Register-BambuDevice $id 'New' $secret -Confirm }; Asks = $true }
        ) {
            $before = Get-RequestCount $cloud 'POST *'
            $run = Invoke-Pipeline $Script -Variables @{ id = $id; secret = $secret }
            $run.Output | Should -BeNullOrEmpty
            "$($run.Error)" -like "*Bind to the account as 'New'*$id*" | Should -Be $Asks
            Get-RequestCount $cloud 'POST *' | Should -Be $before
        }
    }

    Context 'the code' {
        It 'is on no stream and in no export' {
            $run = Invoke-Pipeline -Variables @{ id = $id; secret = $secret } {
                Register-BambuDevice $id 'New' $secret -Verbose -Debug -Confirm:$false
            }
            $run.Output | Should -HaveCount 1
            $run.Verbose.Message | Should -Contain "Performing the operation `"Bind to the account as 'New'`" on target `"$id`"."
            @($run.Verbose.Message) -like "${route}: HTTP 200 in * ms" | Should -HaveCount 1
            $run.Output + $run.Verbose + $run.Debug | Test-Exposure $code, $cloud.AccessToken | Should -BeFalse
        }

        It 'is in no error (<Fault>)' -ForEach @(
            @{ Fault = 'Lost'; Id = 'ConnectionLost' }
            @{ Fault = 'Status'; Id = 'ServiceFault' }
            @{ Fault = 'OtherShape'; Id = 'UnexpectedResponse' }
            @{ Fault = 'ErrorIn200'; Id = 'PrintRejected' }
        ) {
            Add-SimulatorFault $cloud $route $Fault
            $run = Invoke-Pipeline -Variables @{ id = $id; secret = $secret } {
                Register-BambuDevice $id 'New' $secret -Verbose -Debug -Confirm:$false
            }
            $run.Error.FullyQualifiedErrorId | Should -BeLike "BambuCloud.$Id,*"
            $run.Error + $run.Verbose + $run.Debug | Test-Exposure $code, $cloud.AccessToken | Should -BeFalse
        }

        It 'is not repeated when it was given as text, with a blank in it' {
            $binding = Register-BambuDevice $id 'New' $code.Insert(4, ' ')
            $binding.DeviceId | Should -Be $id
            $binding | Test-Exposure $code | Should -BeFalse
        }
    }
}
